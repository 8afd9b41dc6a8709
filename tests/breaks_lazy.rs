//! The dictionary is opened when a clause must be split, and not before. One test, so that nothing else
//! in this process opens it.

use biaoyu::text::break_lines::Breaks;
use biaoyu::text::words::dictionary_opened;
use std::time::Instant;

#[test]
fn the_dictionary_waits_until_a_clause_must_be_split() {
    let slogan = "创造高质量产品 提供高水平服务 推动高质量发展";
    let breaks = Breaks::new(slogan, None);
    assert_eq!(breaks.per_clause().lines.len(), 3);
    assert_eq!(breaks.joined().len(), 1);
    assert!(breaks.lines(3).is_some());
    assert_eq!(Breaks::new("防风险 除隐患", None).settings().len(), 2);
    assert!(!Breaks::new(slogan, Some("创造|高质量产品 提供|高水平服务 推动|高质量发展")).settings().is_empty());
    assert!(!dictionary_opened(), "clauses, joined lines and marks need no dictionary");

    let start = Instant::now();
    let found = breaks.settings();
    let first = start.elapsed();
    assert!(dictionary_opened() && !found.is_empty());
    let start = Instant::now();
    for _ in 0..100 {
        Breaks::new("用质量经营应对变化与发展", None).settings();
    }
    let next = start.elapsed() / 100;
    eprintln!("first {first:?}, then {next:?} a slogan");
    // 5 ms is the promise; ten times that is a machine under load, more a fault.
    assert!(first.as_millis() < 50 && next.as_millis() < 5, "{first:?} {next:?}");
}
