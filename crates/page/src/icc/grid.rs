//! A colour function sampled on a grid, for pictures: 8 bits in, 8 bits out.

/// `N` inputs, `M` outputs, at most four.
#[derive(Debug)]
pub(super) struct Grid<const N: usize, const M: usize> {
    /// Of each input and each of its values: the nodes to pass, and how far it is from there to the next, in 255ths, the input
    /// below that: to be sorted as one number, with a sign because processors sort such ones side by side.
    steps: [[(u32, i16); 256]; N],
    /// Nodes from one to the next along each input.
    strides: [usize; 4],
    /// A node's outputs, 16 bits each from the lowest on: fixed point, 8 bits after the point, so that sums of weighted nodes
    /// stay exact. In one word, because two are then weighed by one multiplication.
    nodes: Vec<u64>,
}

/// Bits of a step that name its input.
const AXIS: u32 = 2;

/// The first and the third output of a node, or the second and the fourth, each with room for a sum of 24 bits.
const PAIR: u64 = 0x0000_FFFF_0000_FFFF;

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
            f(input).iter().rev().fold(0, |node, v| node << 16 | u64::from((v * 255.0 * 256.0 + 0.5) as u16))
        });
        let nodes = nodes.collect();
        let strides = std::array::from_fn(|axis| (N - 1).checked_sub(axis).map_or(0, |below| points.pow(below as u32)));
        let steps = std::array::from_fn(|axis| {
            std::array::from_fn(|value| {
                let at = value * (points - 1);
                let node = (at / 255).min(points - 2);
                ((node * strides[axis]) as u32, ((at - node * 255) << AXIS | axis) as i16)
            })
        });
        Self { steps, strides, nodes }
    }

    /// Interpolates in the simplex of the N+1 nodes around `input`.
    pub(super) fn at(&self, input: [u8; N]) -> [u8; M] {
        self.lanes(&[input])[0]
    }

    /// The same for as many inputs side by side: all are sorted at once, without a branch that would be guessed wrong at every
    /// other sample of a photograph.
    #[inline]
    pub(super) fn lanes<const L: usize>(&self, inputs: &[[u8; N]; L]) -> [[u8; M]; L] {
        let (mut bases, mut steps) = ([0_u32; L], [[0_i16; L]; N]);
        for (axis, (table, steps)) in self.steps.iter().zip(&mut steps).enumerate() {
            for ((base, step), input) in bases.iter_mut().zip(steps).zip(inputs) {
                let (found, way) = table[usize::from(input[axis])];
                *base += found;
                *step = way;
            }
        }
        for i in 1..N {
            for j in (1..=i).rev() {
                let (longer, shorter) = steps.split_at_mut(j);
                let (Some(longer), Some(shorter)) = (longer.last_mut(), shorter.first_mut()) else { continue };
                for (a, b) in longer.iter_mut().zip(shorter) {
                    (*a, *b) = ((*a).max(*b), (*a).min(*b));
                }
            }
        }
        std::array::from_fn(|lane| self.mean(bases[lane] as usize, std::array::from_fn(|axis| steps[axis][lane])))
    }

    /// The mean of the nodes from `base` on along `steps`, the longest first.
    #[inline]
    fn mean(&self, mut base: usize, steps: [i16; N]) -> [u8; M] {
        // A half, so that what is cut off in the end was rounded.
        let mut sums = [((255 * 128) << 32) | (255 * 128); 2];
        let mut left = 255;
        let mut add = |base: usize, weight: u64| {
            // The index is within the grid: all that the check is for is a panic that never comes.
            let node = self.nodes.get(base).copied().unwrap_or_default();
            sums[0] += (node & PAIR) * weight;
            sums[1] += (node >> 16 & PAIR) * weight;
        };
        for step in steps {
            let (far, axis) = ((step >> AXIS) as u64, step & ((1 << AXIS) - 1));
            add(base, left - far);
            left = far;
            base += self.strides[axis as usize & 3];
        }
        add(base, left);
        let bytes = sums.map(|sum| {
            // By 256, then by 255: exact below 65,535.
            let part = sum >> 8 & PAIR;
            (part + 0x0000_0001_0000_0001 + (part >> 8 & 0x0000_00FF_0000_00FF)) >> 8
        });
        std::array::from_fn(|i| (bytes[i % 2] >> (i / 2 * 32)) as u8)
    }
}
