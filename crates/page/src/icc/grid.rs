//! A colour function sampled on a grid, for pictures: 8 bits in, 8 bits out.

/// `N` inputs, `M` outputs.
pub(super) struct Grid<const N: usize, const M: usize> {
    points: usize,
    /// Fixed point, 8 bits after the point, so that sums of weighted nodes stay exact.
    nodes: Vec<[u16; M]>,
}

impl<const N: usize, const M: usize> Grid<N, M> {
    /// Samples `f`, from 0–1 to 0–1, at `points` values of each input.
    pub(super) fn new(points: usize, f: impl Fn([f64; N]) -> [f64; M]) -> Self {
        let nodes = (0..points.pow(N as u32)).map(|index| {
            let mut rest = index;
            let mut input = [0.0; N];
            for v in input.iter_mut().rev() {
                *v = (rest % points) as f64 / (points - 1) as f64;
                rest /= points;
            }
            f(input).map(|v| (v * 255.0 * 256.0 + 0.5) as u16)
        });
        Self { points, nodes: nodes.collect() }
    }

    /// Interpolates in the simplex of the N+1 nodes around `input`.
    pub(super) fn at(&self, input: [u8; N]) -> [u8; M] {
        let mut base = 0;
        let mut steps = [(0_u32, 0_usize); N];
        let mut stride = 1;
        for i in (0..N).rev() {
            let at = usize::from(input[i]) * (self.points - 1);
            let node = (at / 255).min(self.points - 2);
            base += node * stride;
            steps[i] = ((at - node * 255) as u32, stride);
            stride *= self.points;
        }
        // By insertion: a general sort costs more than all the rest.
        for i in 1..N {
            for j in (1..=i).rev() {
                if steps[j - 1].0 < steps[j].0 {
                    steps.swap(j - 1, j);
                }
            }
        }
        let mut sum = [0_u32; M];
        let mut left = 255;
        for i in 0..=N {
            let (next, stride) = steps.get(i).copied().unwrap_or_default();
            let node = &self.nodes[base];
            for (s, v) in sum.iter_mut().zip(node) {
                *s += u32::from(*v) * (left - next);
            }
            left = next;
            base += stride;
        }
        sum.map(|s| ((s + 255 * 128) / (255 * 256)) as u8)
    }
}
