//! The part of a plan that one machine does, as it is told or as its scheduler says.

use biaoyu_page::error::{Fault, Place};
use biaoyu_page::say;

/// Part `number` of `of` of a plan: every `of`-th job, so that parts are alike in size and in what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: usize,
    of: usize,
}

/// Parts of a plan, at most.
const MOST: usize = 1_000_000;

/// What schedulers call the place of a task, and how many tasks there are.
const KUBERNETES: [&str; 3] = ["JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", "COMPLETIONS"];
const SLURM: [&str; 5] = [
    "SLURM_ARRAY_TASK_ID",
    "SLURM_ARRAY_TASK_COUNT",
    "SLURM_ARRAY_TASK_MIN",
    "SLURM_ARRAY_TASK_MAX",
    "SLURM_ARRAY_TASK_STEP",
];
const AWS: [&str; 2] = ["AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE"];

impl Shard {
    /// Everything.
    pub(crate) const WHOLE: Self = Self { index: 0, of: 1 };

    /// Part `number` from 1 of `of`.
    ///
    /// # Errors
    /// `shard/form` when there is no such part.
    pub fn new(number: usize, of: usize) -> Result<Self, Fault> {
        if (1..=of).contains(&number) && of <= MOST {
            return Ok(Self { index: number - 1, of });
        }
        let what = say!("there is no part {number} of {of}", "没有第 {number} 份（共 {of} 份）");
        Err(form(what))
    }

    /// Reads `3/7`.
    ///
    /// # Errors
    /// `shard/form` when it is none.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let parts = text.trim().split_once(['/', '／']);
        match parts.and_then(|(number, of)| Some((whole(number)?, whole(of)?))) {
            Some((number, of)) => Self::new(number, of),
            None => Err(form(say!("`{text}` is no part of a plan", "`{text}` 不是“第几份/共几份”"))),
        }
    }

    /// The part that the scheduler gave this task: a Kubernetes Indexed Job, a Slurm array or an AWS Batch array job.
    /// `get` reads a variable of the environment; `shards` is how many parts there are, when the user said so. `None`
    /// when no scheduler speaks.
    ///
    /// # Errors
    /// `shard/…` when what is said is no part, is said by halves, or is said twice and differently.
    pub fn of_environment(get: &dyn Fn(&str) -> Option<String>, shards: Option<usize>) -> Result<Option<Self>, Fault> {
        let said = [kubernetes(get, shards)?, slurm(get, shards)?, aws(get, shards)?];
        let mut found: Option<(&'static str, Self)> = None;
        for (name, shard) in said.into_iter().flatten() {
            match found {
                Some((other, before)) if before != shard => {
                    let (a, b) = (before.words(), shard.words());
                    let what = say!(
                        "`{other}` says part {a}, `{name}` says part {b}",
                        "`{other}` 说是第 {a} 份，`{name}` 说是第 {b} 份"
                    );
                    return Err(Fault::new("shard/contradiction", environment(), what).hint(by_hand()));
                }
                _ => found = Some((name, shard)),
            }
        }
        match (found, shards) {
            (Some((_, shard)), _) => Ok(Some(shard)),
            (None, None) => Ok(None),
            (None, Some(of)) => {
                let what = say!(
                    "{of} parts are asked for, and nothing says which of them this is",
                    "说了共 {of} 份，但没有说这是第几份"
                );
                let hint = say!("say it with `--shard 1/{of}`", "请写明，例如 `--shard 1/{of}`");
                Err(Fault::new("shard/partial", environment(), what).hint(hint))
            }
        }
    }

    /// Whether it has the job of this place in the plan, from 0.
    pub fn has(self, job: usize) -> bool {
        job % self.of == self.index
    }

    /// Whether it is everything.
    pub fn is_all(self) -> bool {
        self.of == 1
    }

    /// `3/7`.
    pub fn words(self) -> String {
        format!("{}/{}", self.index + 1, self.of)
    }

    /// `3-of-7`, in names of files.
    pub(crate) fn tag(self) -> String {
        format!("{}-of-{}", self.index + 1, self.of)
    }
}

/// The variable that spoke, and what it said.
type Said = Option<(&'static str, Shard)>;

/// A Kubernetes Indexed Job: the index counts from 0; how many there are is no variable of its own, manifests pass it.
fn kubernetes(get: &dyn Fn(&str) -> Option<String>, shards: Option<usize>) -> Result<Said, Fault> {
    let [index, total, short] = KUBERNETES;
    let Some(place) = number(get, index)? else { return Ok(None) };
    let said = number(get, total)?.or(number(get, short)?);
    let of = agreed(index, said.map(|n| (total, n)), shards)?;
    Ok(Some((index, Shard::new(place + 1, of)?)))
}

/// An array job of AWS Batch: index from 0, and size.
fn aws(get: &dyn Fn(&str) -> Option<String>, shards: Option<usize>) -> Result<Said, Fault> {
    let [index, size] = AWS;
    let Some(place) = number(get, index)? else { return Ok(None) };
    let of = agreed(index, number(get, size)?.map(|n| (size, n)), shards)?;
    Ok(Some((index, Shard::new(place + 1, of)?)))
}

/// A Slurm array from 0 or 1 without gaps. A part of an array that is submitted again (`--array=3,5`) counts its own
/// tasks only: what it says of their number is not what was planned.
fn slurm(get: &dyn Fn(&str) -> Option<String>, shards: Option<usize>) -> Result<Said, Fault> {
    let [id, count, min, max, step] = SLURM;
    let Some(task) = number(get, id)? else { return Ok(None) };
    let of = agreed(id, number(get, count)?.map(|n| (count, n)), shards)?;
    let Some(first) = number(get, min)? else { return Err(partial(id, min)) };
    let gaps = number(get, step)?.is_some_and(|s| s != 1)
        || number(get, max)?.is_some_and(|last| last < first || last - first + 1 != of);
    if first > 1 || gaps || task < first {
        let what = say!(
            "the array does not run from 0 or 1 without gaps: `{id}` {task} does not tell which part this is",
            "任务数组不是从 0 或 1 起连续编号，从 `{id}` {task} 看不出是第几份"
        );
        return Err(Fault::new("shard/partial", environment(), what).hint(by_hand()));
    }
    Ok(Some((id, Shard::new(task - first + 1, of)?)))
}

/// How many parts there are, by the scheduler and by the user.
fn agreed(index: &str, said: Option<(&str, usize)>, shards: Option<usize>) -> Result<usize, Fault> {
    match (said, shards) {
        (Some((name, of)), Some(wanted)) if of != wanted => {
            let what = say!(
                "`{name}` says {of} parts, `--shards` {wanted}",
                "`{name}` 说共 {of} 份，`--shards` 说 {wanted} 份"
            );
            Err(Fault::new("shard/contradiction", environment(), what).hint(by_hand()))
        }
        (Some((_, of)), _) | (None, Some(of)) => Ok(of),
        (None, None) => {
            let what =
                say!("`{index}` is set, and nothing says how many parts there are", "设了 `{index}`，但没有说共几份");
            let hint =
                say!("say it with `--shards N`, or set `COMPLETIONS`", "请用 `--shards N` 写明，或设置 `COMPLETIONS`");
            Err(Fault::new("shard/partial", environment(), what).hint(hint))
        }
    }
}

fn number(get: &dyn Fn(&str) -> Option<String>, name: &str) -> Result<Option<usize>, Fault> {
    let Some(text) = get(name).filter(|t| !t.trim().is_empty()) else { return Ok(None) };
    match whole(&text) {
        Some(number) => Ok(Some(number)),
        None => {
            let what = say!("`{name}` is `{text}`, wanted a number", "`{name}` 是 `{text}`，应为数字");
            Err(Fault::new("shard/form", environment(), what).hint(by_hand()))
        }
    }
}

fn whole(text: &str) -> Option<usize> {
    let text = text.trim();
    text.parse().ok().filter(|n| *n <= MOST && text.bytes().all(|b| b.is_ascii_digit()))
}

fn partial(set: &str, missing: &str) -> Fault {
    let what = say!("`{set}` is set, `{missing}` is not", "设了 `{set}`，没有设 `{missing}`");
    Fault::new("shard/partial", environment(), what).hint(by_hand())
}

fn form(what: biaoyu_page::error::Say) -> Fault {
    let hint = say!("write part and number of parts: `--shard 3/7`", "请写第几份和共几份：`--shard 3/7`");
    Fault::new("shard/form", Place::thing(say!("`--shard`", "`--shard`")), what).hint(hint)
}

fn environment() -> Place {
    Place::thing(say!("environment", "环境变量"))
}

fn by_hand() -> biaoyu_page::error::Say {
    say!("say which part this is: `--shard 3/7`", "请写明是哪一份：`--shard 3/7`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(set: &[(&str, &str)], shards: Option<usize>) -> Result<Option<String>, &'static str> {
        let get = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        Shard::of_environment(&get, shards).map(|s| s.map(Shard::words)).map_err(|fault| fault.code)
    }

    #[test]
    fn parts_are_read_as_they_are_written() {
        assert_eq!(Shard::parse(" 3/7 ").map(Shard::words), Ok("3/7".into()));
        for wrong in ["", "3", "0/7", "8/7", "-1/7", "+1/7", "1/0", "a/7", "1/2/3", "1/99999999"] {
            assert_eq!(Shard::parse(wrong).unwrap_err().code, "shard/form", "{wrong}");
        }
    }

    #[test]
    fn every_job_has_one_part() {
        for of in [1, 2, 7, 13] {
            let parts: Vec<Shard> = (1..=of).map(|n| Shard::new(n, of).unwrap()).collect();
            for job in 0..100 {
                assert_eq!(parts.iter().filter(|p| p.has(job)).count(), 1);
            }
            let sizes: Vec<usize> = parts.iter().map(|p| (0..100).filter(|j| p.has(*j)).count()).collect();
            assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
        }
    }

    #[test]
    fn schedulers_are_understood() {
        assert_eq!(from(&[], None), Ok(None));
        let k8s = ("JOB_COMPLETION_INDEX", "2");
        assert_eq!(from(&[k8s], Some(7)), Ok(Some("3/7".into())));
        assert_eq!(from(&[k8s, ("COMPLETIONS", "7")], None), Ok(Some("3/7".into())));
        assert_eq!(from(&[k8s, ("JOB_COMPLETIONS", "7")], Some(7)), Ok(Some("3/7".into())));
        let slurm = |id, min, max, count| {
            vec![
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_MIN", min),
                ("SLURM_ARRAY_TASK_MAX", max),
                ("SLURM_ARRAY_TASK_COUNT", count),
                ("SLURM_ARRAY_TASK_STEP", "1"),
            ]
        };
        assert_eq!(from(&slurm("3", "1", "7", "7"), None), Ok(Some("3/7".into())));
        assert_eq!(from(&slurm("0", "0", "6", "7"), None), Ok(Some("1/7".into())));
        let aws = [("AWS_BATCH_JOB_ARRAY_INDEX", "6"), ("AWS_BATCH_JOB_ARRAY_SIZE", "7")];
        assert_eq!(from(&aws, None), Ok(Some("7/7".into())));
        assert_eq!(from(&[&aws[..], &[("JOB_COMPLETION_INDEX", "6")]].concat(), Some(7)), Ok(Some("7/7".into())));
    }

    #[test]
    fn halves_and_contradictions_are_refused() {
        let k8s = ("JOB_COMPLETION_INDEX", "2");
        assert_eq!(from(&[k8s], None), Err("shard/partial"));
        assert_eq!(from(&[], Some(7)), Err("shard/partial"));
        assert_eq!(from(&[k8s, ("COMPLETIONS", "7")], Some(8)), Err("shard/contradiction"));
        assert_eq!(from(&[k8s, ("COMPLETIONS", "2")], None), Err("shard/form"));
        assert_eq!(from(&[("JOB_COMPLETION_INDEX", "x")], Some(7)), Err("shard/form"));
        assert_eq!(from(&[("SLURM_ARRAY_TASK_ID", "3")], None), Err("shard/partial"));
        assert_eq!(from(&[("SLURM_ARRAY_TASK_ID", "3"), ("SLURM_ARRAY_TASK_COUNT", "7")], None), Err("shard/partial"));
        let again = |id, min, max, count| {
            [
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_MIN", min),
                ("SLURM_ARRAY_TASK_MAX", max),
                ("SLURM_ARRAY_TASK_COUNT", count),
            ]
        };
        assert_eq!(from(&again("3", "3", "3", "1"), None), Err("shard/partial"));
        assert_eq!(from(&again("3", "1", "5", "3"), None), Err("shard/partial"));
        let two = [k8s, ("COMPLETIONS", "7"), ("AWS_BATCH_JOB_ARRAY_INDEX", "3"), ("AWS_BATCH_JOB_ARRAY_SIZE", "7")];
        assert_eq!(from(&two, None), Err("shard/contradiction"));
    }
}
