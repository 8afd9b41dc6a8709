//! Lists as people paste them: from WeChat, Word, notices and sheets. Not a word that was not given; what is left out is told.

use std::fs;

use biaoyu::campaign::Campaign;
use biaoyu::error::Lang;

fn read(list: &str) -> Campaign {
    Campaign::from_list("口号.txt", list.as_bytes()).unwrap_or_else(|faults| panic!("{faults}\n{list}"))
}

fn slogans(campaign: &Campaign) -> Vec<&str> {
    campaign.slogans.iter().map(|s| s.text.as_str()).collect()
}

fn told<'c>(campaign: &'c Campaign, rule: &str) -> &'c str {
    campaign.notes.iter().find(|n| n.rule == rule).map_or("", |n| n.what.get(Lang::Zh))
}

fn file(name: &str) -> Campaign {
    let path = format!("{}/tests/data/lists/{name}", env!("CARGO_MANIFEST_DIR"));
    Campaign::from_list(name, &fs::read(path).unwrap()).unwrap_or_else(|faults| panic!("{name}: {faults}"))
}

/// Each list with its slogans.
#[test]
fn lists_give_their_slogans_and_nothing_else() {
    for (list, wanted) in [
        (
            "📢 安全生产月标语来啦：\n\n1️⃣ 人人讲安全 个个会应急\n2️⃣ 安全第一 预防为主\n3️⃣ 警钟长鸣 安全常在\n————————\n转自：应急管理部公众号\n长按识别二维码关注我们",
            &["人人讲安全 个个会应急", "安全第一 预防为主", "警钟长鸣 安全常在"][..],
        ),
        (
            "关于张贴质量月标语的通知\n\n各部门：\n\n6 ) 质量为先\n7 ) 守正创新\n8 ) 顾客为上\n\n              某某水电站\n            2026年9月1日",
            &["质量为先", "守正创新", "顾客为上"],
        ),
        (
            "1、深入贯彻质量强国建设纲要\n推动高质量发展\n2、精益求精，\n铸就精品\n3、人人有责",
            &["深入贯彻质量强国建设纲要 推动高质量发展", "精益求精，铸就精品", "人人有责"],
        ),
        (
            "一、安全生产类\n1. 安全第一\n2. 预防为主\n二、质量类\n3. 质量至上\n4. 顾客为先",
            &["安全第一", "预防为主", "质量至上", "顾客为先"],
        ),
        (
            "2026年消防宣传标语（精选）\n消除火灾隐患 构建和谐社会\n关注消防 平安你我\n人人参与消防 共创平安和谐",
            &["消除火灾隐患 构建和谐社会", "关注消防 平安你我", "人人参与消防 共创平安和谐"],
        ),
        (
            "安全类：\n安全第一\n预防为主\n环保类：\n绿水青山\n节能降碳\n====\n某某集团有限公司\n二〇二六年六月",
            &["安全第一", "预防为主", "绿水青山", "节能降碳"],
        ),
        ("• 人人讲安全\n· 个个会应急\n◆ 安全第一\n🔥火灾无情", &["人人讲安全", "个个会应急", "安全第一", "火灾无情"]),
        // Out of their order; two numbered lines above a signature; numbers on lines of their own.
        ("1.安全第一\n3.质量第一\n2.效率第一", &["安全第一", "质量第一", "效率第一"]),
        ("1. 安全第一\n2. 质量第一\n安全生产办公室\n2024.6.1", &["安全第一", "质量第一"]),
        ("1\n安全第一\n2\n质量第一\n3\n效率第一", &["安全第一", "质量第一", "效率第一"]),
        (
            "标语\n人人争当安全标兵，喊响安全口号\n#1机组安全运行\n# 质量篇\n质量第一",
            &["人人争当安全标兵，喊响安全口号", "#1机组安全运行", "质量第一"],
        ),
        ("安全第一\n- 质量第一\n* 效率第一\n• 文明第一", &["安全第一", "质量第一", "效率第一", "文明第一"]),
        ("1. 安全第一\n2. 预防为主\n1. 绿色发展\n2. 节能降碳", &["安全第一", "预防为主", "绿色发展", "节能降碳"]),
        ("1  个人防护要到位\n2  项目安全靠大家\n3  人人有责", &["个人防护要到位", "项目安全靠大家", "人人有责"]),
        ("第 1 页 共 2 页\n1. 安全第一\n- 1 -\n2. 预防为主\n— 2 —\n3. 人人有责", &["安全第一", "预防为主", "人人有责"]),
        (
            "以下是标语：\n| 序号 | 标语 | 类别 |\n|---|:---:|---|\n| 1 | 安全第一 | 安全 |\n| 2 | 预防为主 | 安全 |\n希望对您有帮助！",
            &["安全第一", "预防为主"],
        ),
        ("●人人讲安全\n●个个会应急\n●★质量月★\n", &["人人讲安全", "个个会应急", "★质量月★"]),
        ("\u{f06c} 人人讲安全\n\u{f06c} 个个会应急\n", &["人人讲安全", "个个会应急"]),
        ("l 人人讲安全\nl 个个会应急\nl 安全第一", &["人人讲安全", "个个会应急", "安全第一"]),
        ("- **人人讲安全**\n- **个个会应急**\n", &["人人讲安全", "个个会应急"]),
        ("### 一、安全\n1. **人人讲安全，个个会应急**\n2. **安全第一**\n", &["人人讲安全，个个会应急", "安全第一"]),
        ("1\t安全第一\n2\t个人防护要到位\n3\t综合治理", &["安全第一", "个人防护要到位", "综合治理"]),
        ("口号1：安全第一\n口号2：预防为主\n口号3：综合治理", &["安全第一", "预防为主", "综合治理"]),
        ("序号,宣传口号,作者\n1,安全第一 预防为主,张三\n2,人人有责,李四", &["安全第一 预防为主", "人人有责"]),
        ("节约用水\n珍惜水资源，\n保护水环境\n惜水爱水\n", &["节约用水", "珍惜水资源，保护水环境", "惜水爱水"]),
        ("1. 严把质量关\n——质检部\n2. 铸就精品\n——工程部", &["严把质量关", "铸就精品"]),
        ("1.弘扬精神 2.维护权威 3.建设中国", &["1.弘扬精神 2.维护权威 3.建设中国"]),
        ("安全第一；\r预防为主；\r综合治理。", &["安全第一", "预防为主", "综合治理"]),
        // What belongs to the slogan stays.
        ("一、二号机组检修\n", &["一、二号机组检修"]),
        ("①讲安全 ②抓质量\n①守纪律 ②重落实\n", &["①讲安全 ②抓质量", "①守纪律 ②重落实"]),
        ("10、9、8倒计时\n安全第一\n", &["10、9、8倒计时", "安全第一"]),
        ("★质量月★\n★安全月★\n", &["★质量月★", "★安全月★"]),
        ("①②⑩⑳\n质量第一", &["①②⑩⑳", "质量第一"]),
        ("1 个目标\n2 项任务\n3 个坚持", &["1 个目标", "2 项任务", "3 个坚持"]),
        ("5S管理 从我做起\n100%合格 0缺陷\n3.15 诚信消费", &["5S管理 从我做起", "100%合格 0缺陷", "3.15 诚信消费"]),
        (
            "1、2号机组并网\n2、全员参与\n3、4号炉点火\n4、安全第一",
            &["2号机组并网", "全员参与", "4号炉点火", "安全第一"],
        ),
        ("【安全】为天\n建设一流公司\n造福人类\n垃圾分类", &["【安全】为天", "建设一流公司", "造福人类", "垃圾分类"]),
        ("【安全第一】\n【质量至上】\n【环保优先】", &["【安全第一】", "【质量至上】", "【环保优先】"]),
        (
            "关注安全 关爱生命\n分享经验 共同进步\n来自群众 服务群众",
            &["关注安全 关爱生命", "分享经验 共同进步", "来自群众 服务群众"],
        ),
        // Who signs may stand below the heading, too.
        (
            "一、安全生产月宣传标语\n某某发电厂\n2026年5月20日\n安全第一 预防为主\n人人讲安全",
            &["安全第一 预防为主", "人人讲安全"],
        ),
        ("某某发电厂\n安全第一\n人人讲安全", &["某某发电厂", "安全第一", "人人讲安全"]),
        ("标语\n安全进公司\n安全第一", &["安全进公司", "安全第一"]),
    ] {
        let campaign = read(list);
        assert_eq!(slogans(&campaign), wanted, "{list}\n{:#?}", campaign.notes);
    }
}

/// Every line that is given is a slogan, goes on with one, or is told to be left out.
#[test]
fn what_is_done_is_told_once_with_the_count_and_the_first_three() {
    let campaign = read(
        "安全月标语\n1. 安全第一；\n2. 预防为主；\n3. 综合治理；\n4. 人人有责。\n-----\n转自网络\n某某公司\n2026年6月",
    );
    assert_eq!(slogans(&campaign), ["安全第一", "预防为主", "综合治理", "人人有责"]);
    assert_eq!(told(&campaign, "list-number"), "4 条的编号或项目符号已去掉：`1.`、`2.`、`3.` 等");
    assert_eq!(told(&campaign, "slogan-end-mark"), "4 条末尾的标点已去掉：`安全第一；`、`预防为主；`、`综合治理；` 等");
    assert_eq!(
        told(&campaign, "list-left-out"),
        "5 行不是标语，未印：第 1 行`安全月标语`（标题）、第 6 行`-----`（分隔线）、第 7 行`转自网络`（出处） 等"
    );
    let campaign = read("安全第一\n质量至上\n1.人人讲安全\n2.个个会应急\n环保优先\n绿色发展\n节能降碳");
    assert_eq!(campaign.slogans.len(), 7);
    assert!(told(&campaign, "list-number-kept").contains("`1.人人讲安全`、`2.个个会应急`"));
    let campaign = read("1.安全第一\n2.生命至上\n安全发展\n3.警钟长鸣");
    assert_eq!(told(&campaign, "list-joined"), "1 行接在上一条后面：第 3 行`生命至上 安全发展`");
}

#[test]
fn a_notice_of_which_most_would_be_lost_is_refused() {
    let notice = "为深入贯彻落实上级要求\n现将有关事项通知如下\n请认真组织学习\n做好宣传工作\n营造良好氛围\n1.安全第一\n2.预防为主\n3.综合治理\n";
    let faults = Campaign::from_list("a.txt", notice.as_bytes()).unwrap_err();
    assert_eq!(faults.0[0].code, "texts/left-out");
    let said = faults.0[0].text(Lang::Zh);
    assert!(said.contains("8 行中只有 3 行有编号，其余有 5 行会被略去") && said.contains("--verbatim"), "{said}");
    let faults = Campaign::from_list("a.txt", "附件1\n————\n某某标语：\n".as_bytes()).unwrap_err();
    assert_eq!(faults.0[0].code, "texts/none");
    assert!(faults.0[0].what.zh.contains("`附件1`"), "{faults}");
}

#[test]
fn what_is_no_list_is_named_with_the_cure() {
    for (bytes, cure) in [
        (&b"%PDF-1.4\n"[..], "记事本"),
        (b"{\\rtf1\\ansi}", ".docx"),
        (b"\x89PNG\r\n\x1a\n", "打成文字"),
        (b"<html><body>x</body></html>", "记事本"),
        (b"\xff\xfe\xff\xff\x00\xd8", "另存为"),
        (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "解压"),
    ] {
        let faults = Campaign::from_list("a", bytes).unwrap_err();
        let said = faults.0[0].text(Lang::Zh);
        assert!(said.contains(cure) && !said.contains("GB18030"), "{said}");
    }
}

/// Documents and sheets, written by python-docx and openpyxl.
#[test]
fn documents_and_sheets_are_lists() {
    let notice = file("numbered.docx");
    assert_eq!(slogans(&notice), ["人人讲安全 个个会应急", "生命至上 安全发展", "排查隐患 筑牢防线"]);
    assert!(told(&notice, "list-left-out").contains("某某发电有限公司"), "{:?}", notice.notes);
    let parts = file("parts.docx");
    assert_eq!(slogans(&parts), ["安全第一 预防为主", "安全责任 重于泰山", "质量是企业的生命", "精益求精 铸造精品"]);
    // Two lists of the document under two headings: parts of one.
    let two = file("two-lists.docx");
    assert_eq!(slogans(&two), ["人人讲安全", "安全第一", "生命至上", "质量第一", "用户至上", "精益求精"]);
    let table = file("table.docx");
    assert_eq!(slogans(&table), ["质量强企 人人有责", "一丝不苟 精益求精"]);
    assert_eq!(told(&table, "list-other-columns"), "未印的列：作者");
    let sheet = file("table.xlsx");
    assert_eq!(slogans(&sheet), ["质量强企 人人有责", "一丝不苟精益求精", "零缺陷 零投诉"]);
    let keys: Vec<_> = sheet.slogans.iter().map(|s| s.key.as_deref().unwrap()).collect();
    assert_eq!((keys[0], keys[2]), ("责", "零"));
    assert_eq!(sheet.slogans[1].breaks.as_deref(), Some("一丝不苟|精益求精"));
    assert_eq!(told(&sheet, "list-other-columns"), "未印的列：提报部门");
    assert!(told(&sheet, "list-left-out").contains("某某公司工会"), "{:?}", sheet.notes);
    let bare = file("bare.xlsx");
    assert_eq!(slogans(&bare), ["安全第一 预防为主", "人人有责", "警钟长鸣"]);
}
