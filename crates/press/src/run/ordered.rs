//! Threads map, one consumer takes in order, and nobody runs far ahead.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

/// Results that may wait for their turn, a thread.
const AHEAD: usize = 2;

/// How many of `count` items a thread hands over at once, `most` at most: handing one over takes as long as a tenth of a
/// badge, and every thread is to have its share.
pub(crate) fn gathering(count: usize, threads: usize, most: usize) -> usize {
    (count / (8 * threads.max(1))).clamp(1, most)
}

/// Makes item 0, 1, 2 … below `count` on `threads` threads and hands them to `take` in that order, on this thread.
/// Memory holds a few items a thread. Once `is_over` says so no item is begun; those begun are
/// finished and taken.
pub(crate) fn map_in_order<T: Send>(
    count: usize,
    threads: usize,
    is_over: impl Fn() -> bool + Sync,
    make: impl Fn(usize) -> T + Sync,
    mut take: impl FnMut(usize, T),
) {
    let threads = threads.clamp(1, count.max(1));
    let window = threads * AHEAD;
    let next = AtomicUsize::new(0);
    let taken = (Mutex::new(0_usize), Condvar::new());
    let (send, receive) = mpsc::sync_channel::<(usize, T)>(window);
    let (make, next, taken, is_over) = (&make, &next, &taken, &is_over);
    thread::scope(|scope| {
        for _ in 0..threads {
            let send = send.clone();
            scope.spawn(move || {
                while !is_over() {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        break;
                    }
                    let turn = taken.0.lock().unwrap_or_else(PoisonError::into_inner);
                    drop(
                        taken
                            .1
                            .wait_while(turn, |taken| index >= *taken + window)
                            .unwrap_or_else(PoisonError::into_inner),
                    );
                    if send.send((index, make(index))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut turn = 0;
        for (index, item) in receive {
            waiting.insert(index, item);
            while let Some(item) = waiting.remove(&turn) {
                take(turn, item);
                turn += 1;
                *taken.0.lock().unwrap_or_else(PoisonError::into_inner) = turn;
                taken.1.notify_all();
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;

    #[test]
    fn items_come_in_order_whatever_they_take() {
        for threads in [1, 2, 8] {
            let mut seen = Vec::new();
            let slow = |i: usize| {
                thread::sleep(std::time::Duration::from_micros((i as u64 * 7919) % 400));
                i * i
            };
            map_in_order(
                200,
                threads,
                || false,
                slow,
                |i, square| {
                    assert_eq!(square, i * i);
                    seen.push(i);
                },
            );
            assert_eq!(seen, (0..200).collect::<Vec<_>>());
        }
        map_in_order(0, 4, || false, |i| i, |_, _| panic!("nothing to take"));
    }

    #[test]
    fn a_stop_leaves_no_gap() {
        let stop = AtomicBool::new(false);
        let mut seen = Vec::new();
        map_in_order(
            10_000,
            4,
            || stop.load(Ordering::Relaxed),
            |i| i,
            |i, _| {
                seen.push(i);
                if i == 50 {
                    stop.store(true, Ordering::Relaxed);
                }
            },
        );
        assert!(seen.len() > 50 && seen.len() < 10_000, "{}", seen.len());
        assert_eq!(seen, (0..seen.len()).collect::<Vec<_>>());
    }
}
