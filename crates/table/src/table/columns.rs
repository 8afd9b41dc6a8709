//! What people call their columns.

/// Names of a field's column: those of a group are as good as each other, an earlier group before a later one.
pub(super) type Names = (&'static str, &'static [&'static [&'static str]]);

/// What columns are called. A field's own name is one of its names.
pub(super) const COLUMNS: [Names; 39] = [
    (
        "name",
        &[
            &[
                "姓名",
                "名字",
                "中文姓名",
                "中文名",
                "姓名（中文）",
                "持证人",
                "获奖人",
                "获奖者",
                "受奖人",
                "受奖者",
                "受表彰人",
                "被表彰人",
                "受聘人",
                "结业人",
                "name",
                "full name",
                "chinese name",
                "氏名",
                "이름",
                "성명",
            ],
            &["人员", "员工", "参会人", "嘉宾"],
        ],
    ),
    (
        "unit",
        &[
            &[
                "单位",
                "单位名称",
                "工作单位",
                "单位全称",
                "落款",
                "落款单位",
                "公司",
                "公司名称",
                "企业",
                "企业名称",
                "unit",
                "company",
                "会社",
                "会社名",
                "회사",
            ],
            &[
                "部门",
                "部门名称",
                "科室",
                "处室",
                "车间",
                "班组",
                "单位/部门",
                "部门/单位",
                "单位部门",
                "department",
                "dept",
            ],
        ],
    ),
    (
        "post",
        &[
            &["职务", "职务名称", "post", "position", "job title", "职务职称", "职称职务", "现任职务", "役職", "직위"],
            &["岗位", "岗位名称", "岗位职务", "职务岗位", "职位", "职位名称", "工种"],
            &["职称", "职级", "头衔", "身份"],
        ],
    ),
    (
        "number",
        &[
            &["编号", "胸卡编号", "胸牌编号", "证件编号", "证件号", "证号", "证书编号", "卡号", "number", "no", "no."],
            &["工号", "员工号", "员工编号", "职工号", "人员编号", "工作证号", "学号", "座位号", "id", "employee id"],
        ],
    ),
    ("qr", &[&["二维码", "二维码内容", "二维码链接", "qr", "qrcode", "qr code"], &["链接", "网址", "url", "link"]]),
    ("photo", &[&["照片", "相片", "头像", "证件照", "照片文件", "照片文件名", "照片路径", "photo"]]),
    (
        "slogan",
        &[&["标语", "口号", "标语内容", "宣传标语", "宣传口号", "标语口号", "slogan"], &["文字", "内容", "text"]],
    ),
    ("key", &[&["关键字", "大字", "key"], &["关键词", "主字"]]),
    ("s", &[&["标语序号", "标语编号", "标语号", "s"]]),
    ("theme", &[&["主题", "活动主题", "theme"]]),
    ("title", &[&["活动", "活动名称", "会议名称", "会标", "title", "event"], &["标题"]]),
    ("campaign", &[&["活动全称", "campaign"]]),
    ("year", &[&["年份", "年度", "year"], &["年"]]),
    ("organisation", &[&["主办协会", "协会", "organisation", "organization"]]),
    ("date", &[&["日期", "时间", "活动日期", "活动时间", "会议时间", "date"], &["有效期", "发证日期"]]),
    ("place", &[&["地点", "活动地点", "会议地点", "地址", "place", "venue"]]),
    ("host", &[&["主办", "主办单位", "主办方", "host"]]),
    ("line1", &[&["自定一行", "自定行1", "第一行", "line1"]]),
    ("line2", &[&["自定二行", "自定行2", "第二行", "line2"]]),
    ("co_host", &[&["承办", "承办单位", "承办方", "co_host", "co-host", "cohost"]]),
    ("picture", &[&["图片", "图片文件", "实景图", "场景图", "picture"], &["配图", "插图"]]),
    ("focus", &[&["图片焦点", "焦点", "focus"]]),
    ("caption", &[&["数字说明", "说明", "caption"], &["指标", "指标名称"]]),
    ("figure", &[&["数字", "数值", "figure"], &["天数", "指标值"]]),
    ("measure", &[&["量词", "计量单位", "measure"]]),
    ("panel", &[&["版面", "展板", "展板名称", "版块", "panel", "board"], &["栏目"]]),
    ("heading", &[&["小标题", "栏目标题", "格标题", "heading"], &["项目", "项目名称"]]),
    ("state", &[&["状态", "前后", "整改前后", "state"]]),
    ("to", &[&["受赠单位", "受赠人", "赠予", "赠", "赠送对象", "to"], &["授予"]]),
    ("logo", &[&["标志", "徽标", "单位标志", "企业标志", "logo"], &["商标", "徽章"]]),
    ("layout", &[&["版式", "版式名称", "layout"], &["模板"]]),
    ("product", &[&["产品", "product"], &["品种"]]),
    ("palette", &[&["配色", "配色方案", "palette"], &["色系", "证件颜色", "区域颜色"]]),
    ("body", &[&["正文", "证书正文", "证书内容", "获奖内容", "表彰内容", "邀请内容", "body"]]),
    ("issuer", &[&["颁发单位", "颁证单位", "发证单位", "授予单位", "颁奖单位", "issuer"]]),
    ("honorific", &[&["称谓", "称呼", "敬称", "honorific"]]),
    ("zone", &[&["区域", "通行区域", "准入区域", "zone"]]),
    ("document", &[&["证书名称", "证书种类", "证件名称", "document"]]),
    ("barcode", &[&["条码", "条形码", "条码内容", "barcode"]]),
];

/// What may stand before a name without changing it: 所在单位, 员工姓名.
pub(super) const BEFORE: [&str; 18] = [
    "所在",
    "所属",
    "员工",
    "职工",
    "人员",
    "参会人员",
    "参会人",
    "参会",
    "参赛人员",
    "参赛",
    "学员",
    "嘉宾",
    "代表",
    "现任",
    "本人",
    "持证人",
    "佩戴人",
    "您的",
];

/// Counts the rows, and is never what a person's number is.
pub(super) const RUNNING: [&str; 6] = ["序号", "序", "顺序号", "#", "index", "row"];

/// Traditional characters of these names, each before its simplified one.
pub(super) const TRADITIONAL: &str = "計计總总數数匯汇單单門门職职務务編编號号證证員员標标語语維维碼码圖图鏈链網网車车間间組组參参會会賓宾稱称處处廳厅廠厂業业幹干師师題题動动點点協协辦办時时紙纸評评個个嘉嘉聯联絡络電电話话應应備备註注類类種种產产樣样";
