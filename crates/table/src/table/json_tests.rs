//! JSON as programs write it: records in lists, groups and by keys, however deep, and nothing of it lost without a word.

use super::tests::{all, said};
use super::*;
use biaoyu_page::error::Finding;

/// The rows as [`all`] has them, without their numbers.
fn rows(text: &str) -> (Vec<String>, Vec<Finding>) {
    let (rows, findings) = all("a.json", text.as_bytes());
    (
        rows.into_iter().map(|row| row.split_once(": ").map_or(String::new(), |(_, row)| row.to_owned())).collect(),
        findings,
    )
}

fn are(text: &str, wanted: &[&str]) -> Vec<Finding> {
    let (rows, findings) = rows(text);
    assert_eq!(rows, wanted, "{text}");
    findings
}

#[test]
fn tables_in_other_shapes_become_records() {
    for text in [
        r#"[["姓名","部门"],["王明","运行部"],["李丽"]]"#,
        r#"{"columns":["姓名","部门"],"data":[["王明","运行部"],["李丽"]]}"#,
        r#"{"code":0,"result":{"total":2,"columns":["姓名","部门"],"rows":[["王明","运行部"],["李丽"]]}}"#,
        r#"{"姓名":["王明","李丽"],"部门":["运行部",null]}"#,
    ] {
        are(text, &["name=王明 unit=运行部", "name=李丽"]);
    }
    let keyed = r#"{"data":{"1001":{"姓名":"王明"},"1\"2":{"姓名":"李丽"}}}"#;
    are(keyed, &["键=1001 name=王明", "键=1\"2 name=李丽"]);
    // A count beside them is none of them.
    are(r#"{"1":{"姓名":"王明"},"2":{"姓名":"李丽"},"total":2}"#, &["键=1 name=王明", "键=2 name=李丽"]);
    are(r#"[[{"姓名":"王明"}],[{"姓名":"李丽"}]]"#, &["name=王明", "name=李丽"]);
}

#[test]
fn groups_give_what_they_say_to_their_records() {
    are(
        r#"[{"部门":"运行部","人员":[{"姓名":"王明"},{"姓名":"李丽"}]},{"部门":"检修部","人员":[]}]"#,
        &["unit=运行部 name=王明", "unit=运行部 name=李丽"],
    );
    are(r#"[{"name":"运行部","members":[{"name":"王明","post":"班长"}]}]"#, &["unit=运行部 name=王明 post=班长"]);
    are(r#"[{"部门":"运行部","班组":[{"班":"一班","人员":[{"姓名":"王明"}]}]}]"#, &["unit=运行部 班=一班 name=王明"]);
    are(
        r#"{"departments":[{"name":"运行部","members":[{"name":"王明"}]},{"name":"检修部","members":[{"name":"李丽"}]}]}"#,
        &["unit=运行部 name=王明", "unit=检修部 name=李丽"],
    );
    // A name within a name within a name: who, where, of what.
    are(
        r#"[{"name":"甲厂","departments":[{"name":"运行部","members":[{"name":"王明"}]}]}]"#,
        &["unit=甲厂 部门=运行部 name=王明"],
    );
    are(r#"[{"名称":"运行部","人员":[{"姓名":"王明"}]}]"#, &["unit=运行部 name=王明"]);
    // Who leads it has a name of his own; a person with people is no group.
    are(r#"[{"部门":"甲","组长姓名":"张长","人员":[{"姓名":"王一"}]}]"#, &["unit=甲 组长姓名=张长 name=王一"]);
    let told = are(r#"[{"姓名":"张长","部门":"甲","成员":[{"姓名":"王一"}]}]"#, &["name=张长 unit=甲 成员=王一"]);
    assert!(told.iter().any(leaves_in_doubt), "{told:?}");
    let told = are(r#"{"姓名":"张长","成员":[{"姓名":"王一"}]}"#, &["name=张长 成员=王一"]);
    assert!(told.iter().any(leaves_in_doubt), "{told:?}");
    // An object a line.
    are(
        "{\"部门\":\"甲\",\"人员\":[{\"姓名\":\"王一\"}]}\n{\"部门\":\"乙\",\"人员\":[{\"姓名\":\"李二\"}]}\n",
        &["unit=甲 name=王一", "unit=乙 name=李二"],
    );
    // A single group says as much as one of several.
    are(r#"{"运行部":[{"姓名":"王一"},{"姓名":"李二"}]}"#, &["键=运行部 name=王一", "键=运行部 name=李二"]);
    are(
        r#"{"单位":"某厂","人员":[{"姓名":"王一"},{"姓名":"李二","单位":"别厂"}]}"#,
        &["unit=某厂 name=王一", "unit=别厂 name=李二 人员.单位=某厂"],
    );
    let told = are(r#"{"title":"名单","data":[{"姓名":"王一"}]}"#, &["name=王一"]);
    assert!(said(&told, "table-json-beside").contains("`title` beside the list"), "{told:?}");
    // One of them has a single person there, one a name, one is a person himself, and one has lost his name.
    let (rows, told) = rows(
        r#"[{"部门":"甲","人员":[{"姓名":"王一"}]},{"部门":"乙","人员":{"姓名":"独二"}},{"部门":"丙","人员":["名三","李四"]},{"部门":"丁","姓名":"直四"},{"部门":"戊","姓名":"","职务":"长"},{"部门":"己"}]"#,
    );
    let wanted = [
        "unit=甲 name=王一",
        "unit=乙 name=独二",
        "unit=丙 name=名三",
        "unit=丙 name=李四",
        "unit=丁 name=直四",
        "unit=戊 post=长",
    ];
    assert_eq!(rows, wanted);
    assert!(said(&told, "table-json-shape").contains("1 groups have none"), "{told:?}");
}

#[test]
fn lists_in_all_branches_are_read_or_told() {
    are(r#"{"运行部":[{"姓名":"王明"}],"检修部":[{"姓名":"李丽"}]}"#, &["键=运行部 name=王明", "键=检修部 name=李丽"]);
    let told = are(
        r#"{"甲厂":{"运行部":[{"姓名":"王一"}],"检修部":[{"姓名":"李二"}]},"乙厂":{"运行部":[{"姓名":"赵三"}]}}"#,
        &["上级键=甲厂 键=运行部 name=王一", "上级键=甲厂 键=检修部 name=李二", "上级键=乙厂 键=运行部 name=赵三"],
    );
    assert!(said(&told, "table-json-shape").contains("`上级键`"));
    for (text, wanted) in [
        (
            r#"{"total":3,"data":{"x":[{"姓名":"王一"}],"y":[{"姓名":"李二"}]},"z":[{"姓名":"赵三"}]}"#,
            "data/x data/y /z",
        ),
        (r#"{"data":[{"姓名":"王一"}],"more":{"x":[{"姓名":"李二"}],"y":[{"姓名":"赵三"}]}}"#, "/data more/x more/y"),
        (r#"{"data":[{"姓名":"王一"}],"more":{"1":{"姓名":"李二"},"2":{"姓名":"赵三"}}}"#, "/data more/1 more/2"),
        (r#"{"data":[{"姓名":"王一"},{"姓名":"李二"}],"visitors":{"A":[{"姓名":"赵三"}]}}"#, "/data /data visitors/A"),
        (r#"{"甲":{"人员":[{"姓名":"王一"},{"姓名":"李二"}]},"乙":{"人员":[{"姓名":"赵三"}]}}"#, "/甲 /甲 /乙"),
        (r#"{"a":{"1":{"姓名":"王一"},"2":{"姓名":"李二"}},"b":{"3":{"姓名":"赵三"}}}"#, "a/1 a/2 b/3"),
        (
            r#"{"人员":[{"姓名":"王一","部门":"甲"}],"外来人员":[{"姓名":"李二","证号":"1"},{"姓名":"赵三"}]}"#,
            "/人员 /外来人员 /外来人员",
        ),
    ] {
        let (table, _) = read("a.json", text.as_bytes()).unwrap_or_else(|faults| panic!("{text}: {faults}"));
        let records = table.records(&table.map(&[]).unwrap());
        let found: Vec<String> =
            (0..records.len()).map(|at| format!("{}/{}", records.text(at, "上级键"), records.text(at, "键"))).collect();
        assert_eq!(found.join(" "), wanted, "{text}");
        let names: Vec<_> = (0..records.len()).map(|at| records.text(at, "name").into_owned()).collect();
        assert_eq!(names, ["王一", "李二", "赵三"], "{text}");
    }
    // A second kind of list in a group.
    are(
        r#"[{"部门":"甲","人员":[{"姓名":"王一"}]},{"部门":"乙","人员":[{"姓名":"李二"}],"外聘":[{"姓名":"外三"}]}]"#,
        &["键=人员 unit=甲 name=王一", "键=人员 unit=乙 name=李二", "键=外聘 unit=乙 name=外三"],
    );
    // Who stands beside the list or in another's record is told, with his place.
    for (text, told) in [
        (r#"{"领导":{"姓名":"赵总","职务":"总"},"人员":[{"姓名":"王一"}]}"#, "`领导` (1): not read"),
        (r#"{"data":{"rows":[{"姓名":"王一"}],"deleted":[{"姓名":"旧人"}]}}"#, "`data.deleted` (1): not read"),
        (r#"{"data":[{"姓名":"王一"}],"visitors":["赵三","李四"]}"#, "`visitors` (2): not read"),
        (r#"[{"姓名":"王一","下属":[{"姓名":"李二"},{"姓名":"赵三"}]}]"#, "row 1: people in `下属` (2)"),
        (r#"[{"姓名":"王一"},{"姓名":"钱四","下属":[{"姓名":"李二"}]}]"#, "row 2: people in `下属` (1)"),
    ] {
        let findings = rows(text).1;
        assert!(said(&findings, "table-json-beside").contains(told), "{text}: {findings:?}");
        assert!(findings.iter().any(leaves_in_doubt), "{text}");
    }
    let told = rows(r#"{"人员":[{"姓名":"王一"}],"columns":[{"a":1},{"a":2}]}"#).1;
    assert!(said(&told, "table-json-beside").contains("`columns` (2)") && !told.iter().any(leaves_in_doubt));
    // Two kinds of things are two tables.
    let two = r#"{"users":[{"name":"王明","post":"班长"}],"products":[{"name":"阀门","price":3},{"name":"泵"}]}"#;
    let fault = read("a.json", two.as_bytes()).unwrap_err().to_string();
    assert!(fault.contains("several arrays of records: `users` (1), `products` (2)"), "{fault}");
}

#[test]
fn a_cell_shows_names_and_never_brackets() {
    let told = are(
        r#"[{"姓名":"王一","部门":{"id":3,"name":"甲部"}},{"姓名":"李二","部门":{"id":4,"title":"乙部"}},{"姓名":"赵三","部门":[{"name":"丙"},{"name":"丁"}]}]"#,
        &["name=王一 部门.id=3 unit=甲部", "name=李二 部门.id=4 unit=乙部", "name=赵三 unit=丙、丁"],
    );
    assert!(said(&told, "table-json-inside").contains("row 3: `部门` is a list of objects"), "{told:?}");
    are(r#"{"data":[{"attributes":{"name":"Li","dept":{"name":"A"}},"id":"7"}]}"#, &["name=Li unit=A number=7"]);
    are(
        r#"[{"data":{"person":{"姓名":"王一","部门":{"name":"甲","parent":{"name":"总"}}}}}]"#,
        &["name=王一 unit=甲 data.person.部门.parent.name=总"],
    );
    let told = are(r#"[{"姓名":"王一","部门":[{"a":1,"b":2}],"职务":[["x"]]}]"#, &["name=王一"]);
    let inside = said(&told, "table-json-inside");
    assert!(inside.contains("`部门` is a list of objects that have no name") && inside.contains("`职务`"), "{told:?}");
}

#[test]
fn a_key_that_stands_twice_is_told() {
    let told = are(
        r#"[{"姓名":"赵四","姓名":"赵五","部门":"戊"},{"姓名":"钱","部门":"己","部门":"己"},{"姓名":"孙","姓名":null}]"#,
        &["name=赵五 unit=戊", "name=钱 unit=己", "name=孙"],
    );
    let told = said(&told, "table-json-twice");
    assert!(told.contains("rows 1, 3: the key `姓名` stands twice in one object (`赵四`, then `赵五`)"), "{told}");
    assert!(!told.contains("部门"), "{told}");
}

#[test]
fn what_is_one_record_or_broken_stays() {
    are(r#"{"姓名":{"姓":"王","名":"明"},"部门":{"名称":"运行部"}}"#, &["姓名.姓=王 姓名.名=明 unit=运行部"]);
    for text in [r#"[["姓名","部门"],["王明","运行部","多"]]"#, r#"[["姓名","姓名"],["王明","运行部"]]"#, "[1, 2]", "{"]
    {
        assert!(read("a.json", text.as_bytes()).is_err(), "{text}");
    }
}
