//! Changes of a file leave what they do not speak of.

use super::*;
use biaoyu_set::campaign::Campaign;

const HAND: &str = "# mine\ntitle = \"安全月\"  # the title\n\n[defaults]\n# what we print\nproducts = [\"poster-a2\"]\n\n\
    # first\n[[slogan]]\ntext = \"安全第一\"\n# second\n[[slogan]]\ntext = \"预防为主\" # keep\n";

fn texts(text: &str) -> Vec<(u32, String)> {
    let campaign = Campaign::parse("x.toml", text).unwrap();
    campaign.slogans.iter().map(|s| (s.number, s.text.clone())).collect()
}

#[test]
fn what_is_not_spoken_of_stays() {
    let mut file = File::open(HAND).unwrap();
    file.set_text("", "title", Some("质量月"));
    file.set_text("", "theme", Some("质量为先"));
    file.set_text("defaults", "unit", Some("某厂"));
    assert!(file.change(2, &SloganChange { text: Some("预防为先".into()), ..SloganChange::default() }));
    let text = file.text();
    for kept in ["# mine\n", "# the title", "# what we print", "# first\n", "# second\n", "# keep"] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
    let campaign = Campaign::parse("x.toml", &text).unwrap();
    assert_eq!((campaign.title.as_str(), campaign.theme.as_deref()), ("质量月", Some("质量为先")));
    assert_eq!(campaign.defaults.unit.as_deref(), Some("某厂"));
    assert_eq!(texts(&text)[1].1, "预防为先");
    file.set_text("", "theme", None);
    file.set_text("defaults", "unit", None);
    file.set_text("", "title", Some("安全月"));
    assert!(file.change(2, &SloganChange { text: Some("预防为主".into()), ..SloganChange::default() }));
    assert_eq!(file.text(), HAND);
}

#[test]
fn slogans_come_go_and_move() {
    for text in [HAND, "title = \"x\"\nslogans = [\n  \"安全第一\", # one\n  \"预防为主\",\n]\n"] {
        let mut file = File::open(text).unwrap();
        file.add("综合治理", &SloganChange::default(), None, Some(2));
        assert_eq!(
            texts(&file.text()).iter().map(|t| t.1.as_str()).collect::<Vec<_>>(),
            ["安全第一", "综合治理", "预防为主"]
        );
        assert!(file.shift(3, Some(1)));
        assert_eq!(texts(&file.text())[0].1, "预防为主");
        assert!(file.remove(1) && !file.remove(9));
        assert_eq!(texts(&file.text()).len(), 2);
        file.add("最后", &SloganChange::default(), None, None);
        assert_eq!(texts(&file.text())[2].1, "最后");
        let change = SloganChange { key: Some(Some("后".into())), breaks: Some(Some("最|后".into())), text: None };
        assert!(file.change(3, &change));
        let campaign = Campaign::parse("x.toml", &file.text()).unwrap();
        assert_eq!(campaign.slogans[2].breaks.as_deref(), Some("最|后"));
    }
    let mut short = File::open("title = \"x\"\nslogans = [\"安全第一\", \"预防为主\"]\n").unwrap();
    assert!(short.change(2, &SloganChange { key: Some(Some("主".into())), ..SloganChange::default() }));
    assert_eq!(short.text(), "title = \"x\"\nslogans = [\"安全第一\", { text = \"预防为主\", key = \"主\" }]\n");
}

/// A list of slogans as `Listed`, each on its line.
fn listed(list: &[(u32, &str)]) -> Vec<Listed> {
    let one =
        |(line, text): &(u32, &str)| Listed { line: Some(*line), text: (*text).to_owned(), breaks: None, number: None };
    list.iter().map(one).collect()
}

#[test]
fn comments_of_the_short_form_stay_with_their_slogans() {
    let text = "# ours\ntitle = \"x\"\n# the list\nslogans = [ # from the office\n  # above one\n  \"一二三四\", # of one\n  \
        { text = \"五六七八\", key = \"五\" } # of two\n  , # still of two\n  # above three\n  \"九十百千\" # of three\n  # the end\n] # behind\n\
        [defaults]\nunit = \"u\" # u\n";
    let order = [
        "# ours",
        "# the list",
        "# from the office",
        "# above one",
        "一二三四",
        "# of one",
        "五六七八",
        "# of two",
        "# still of two",
        "# above three",
        "九十百千",
        "# of three",
        "# the end",
        "# behind",
    ];
    let mut unfolded = File::open(text).unwrap();
    unfolded.add("末", &SloganChange::default(), None, None);
    let places: Vec<Option<usize>> = order.iter().map(|part| unfolded.text().find(part)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{}", unfolded.text());
    assert_eq!(texts(&unfolded.text()).len(), 4);
    // One that goes takes no comment of another along.
    let mut shorter = File::open(text).unwrap();
    assert!(shorter.remove(2));
    for part in order.iter().filter(|part| !["五六七八", "# of two", "# still of two"].contains(part)) {
        assert!(shorter.text().contains(part), "{part}\n{}", shorter.text());
    }
    // Another list: what was said above stays.
    let mut other = File::open(text).unwrap();
    other.fill(0, &listed(&[(1, "新的口号")]));
    for part in ["# ours", "# the list", "# above one", "# above three"] {
        assert!(other.text().contains(part), "{part}\n{}", other.text());
    }
    assert_eq!(texts(&other.text()), [(1, "新的口号".to_owned())]);
}

#[test]
fn a_line_of_the_list_changes_its_own_slogan_only() {
    let before = listed(&[(1, "甲一"), (2, "乙二丙三"), (4, "丁四"), (5, "甲一")]);
    let parted = listed(&[(1, "甲一"), (2, "乙二"), (3, "丙三"), (4, "丁四"), (5, "甲一")]);
    let mut file = File::new("x");
    file.fill(0, &before);
    // Since then: the third reworded and with a key, the first moved to the end, one of hers added.
    let change = SloganChange { text: Some("丁四改".into()), key: Some(Some("改".into())), breaks: None };
    assert!(file.change(3, &change) && file.shift(1, None));
    file.add("自己的", &SloganChange::default(), None, Some(1));
    let told = file.merge(0, &before, &parted);
    let words = |file: &File| file.words().into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    assert_eq!(words(&file), ["自己的", "乙二", "丙三", "丁四改", "甲一", "甲一"]);
    assert!(told.is_empty() && file.text().contains("key = \"改\""), "{told:?}\n{}", file.text());
    // And back.
    assert!(file.merge(0, &parted, &before).is_empty());
    assert_eq!(words(&file), ["自己的", "乙二丙三", "丁四改", "甲一", "甲一"]);
    // Of two that say the same, that of the line goes; one that was changed and goes is told.
    let mut two = File::new("x");
    let same = listed(&[(1, "同样"), (2, "同样"), (3, "末尾")]);
    two.fill(0, &same);
    let key = SloganChange { key: Some(Some("同".into())), ..SloganChange::default() };
    assert!(two.change(2, &key));
    assert_eq!(two.merge(0, &same, &listed(&[(1, "同样"), (3, "末尾")])), ["同样"]);
    assert!(!two.text().contains("key"), "{}", two.text());
    // One that was taken out by hand does not come back.
    let mut less = File::new("x");
    less.fill(0, &before);
    assert!(less.remove(3));
    less.merge(0, &before, &parted);
    assert_eq!(words(&less), ["甲一", "乙二", "丙三", "甲一"]);
}

#[test]
fn a_new_file_is_a_campaign() {
    let mut file = File::new("安全生产月");
    file.add("安全第一", &SloganChange::default(), None, None);
    file.set_list("defaults", "products", &["poster-a2".into()]);
    assert!(file.event(None, &[("title".into(), Some("启动仪式".into()))]));
    let text = file.text();
    assert!(text.starts_with("# 一次活动"), "{text}");
    let campaign = Campaign::parse("活动.toml", &text).unwrap();
    assert_eq!((campaign.title.as_str(), campaign.slogans.len(), campaign.events.len()), ("安全生产月", 1, 1));
}
