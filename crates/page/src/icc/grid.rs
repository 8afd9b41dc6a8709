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
    #[inline]
    pub(super) fn at(&self, input: [u8; N]) -> [u8; M] {
        let mut base = 0;
        let (mut strides, mut stride) = ([0; N], 1);
        // How far along each axis, the axis below it: sorted as one number, without a branch.
        let mut steps = [0_u16; N];
        for (axis, value) in input.into_iter().enumerate().rev() {
            let at = usize::from(value) * (self.points - 1);
            let node = (at / 255).min(self.points - 2);
            base += node * stride;
            strides[axis] = stride;
            steps[axis] = ((at - node * 255) << 8 | axis) as u16;
            stride *= self.points;
        }
        for i in 1..N {
            for j in (1..=i).rev() {
                (steps[j - 1], steps[j]) = (steps[j - 1].max(steps[j]), steps[j - 1].min(steps[j]));
            }
        }
        let mut sum = [255 * 128; M];
        let mut left = 255_u16;
        let mut add = |base: usize, weight: u16| {
            for (sum, value) in sum.iter_mut().zip(&self.nodes[base]) {
                *sum += u32::from(*value) * u32::from(weight);
            }
        };
        for step in steps {
            add(base, left - (step >> 8));
            left = step >> 8;
            base += strides[usize::from(step & 255)];
        }
        add(base, left);
        let mut out = [0; M];
        for (out, sum) in out.iter_mut().zip(sum) {
            // By 256, then by 255: exact below 65,535.
            let part = sum >> 8;
            *out = ((part + 1 + (part >> 8)) >> 8) as u8;
        }
        out
    }
}
