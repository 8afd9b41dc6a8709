#!/usr/bin/env python3
"""Makes the sample tables of this folder: pip install openpyxl odfpy xlwt. Their bytes differ a little at each run."""
import datetime, io, zipfile
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableRow, TableCell, CoveredTableCell
from odf.text import P, S, LineBreak
from odf.office import Annotation

RARE = ["㛃", "䶮", "𬭎", "𫖯", "𬬻", "𪩘"]
STAFF = [("张\u3000三", "一车间", 17), ("王" + RARE[0], "一车间", 18), ("李" + RARE[1], "一车间", 19),
         ("阿卜杜拉·买买提", "二车间", 20), ("赵" + RARE[2], "二车间", 21), ("钱" + RARE[3] + RARE[4], "二车间", 22)]

def staff():
    """A title, a merged unit column, dates, formats, formulas, errors, hidden rows, other sheets."""
    book = Workbook()
    cover = book.active
    cover.title = "说明"
    cover["A1"] = "请在“名单”中填写"
    sheet = book.create_sheet("名单")
    hidden = book.create_sheet("字典")
    hidden.sheet_state = "hidden"
    hidden.append(["姓名", "部门"]); hidden.append(["不是", "这张"])
    sheet["A1"] = "××公司胸卡名单"
    sheet.merge_cells("A1:H1")
    for i, name in enumerate(["序号", "姓 名", "部门", "工号", "发证日期", "完成率", "备注", "全称"]):
        sheet.cell(3, i + 1, name)
    for i, (name, unit, number) in enumerate(STAFF):
        row = 4 + i
        sheet.cell(row, 1, i + 1)
        sheet.cell(row, 2, name)
        if i % 3 == 0:
            sheet.cell(row, 3, unit)
        cell = sheet.cell(row, 4, number); cell.number_format = "00000"
        cell = sheet.cell(row, 5, datetime.date(2021, 9, 1 + i)); cell.number_format = 'yyyy"年"m"月"d"日";@'
        cell = sheet.cell(row, 6, 0.125 + i / 8); cell.number_format = "0.0%"
        sheet.cell(row, 8, f'=C{row}&B{row}')
    sheet.merge_cells("C4:C6"); sheet.merge_cells("C7:C9")
    sheet["G4"] = "第一行\n第二行"
    sheet["G5"] = datetime.date(2021, 9, 1); sheet["G5"].number_format = "mm-dd-yy"
    sheet["G6"] = 3.0
    sheet["G7"] = True
    sheet["G8"] = 0.1 + 0.2
    sheet["G9"] = datetime.datetime(2021, 9, 1, 13, 30); sheet["G9"].number_format = "yyyy/m/d h:mm"
    # Row 10 is empty; row 11 has an error, row 12 is hidden, row 13 has an error of a later Excel and a long number.
    sheet["A11"] = 7; sheet["B11"] = "#N/A"; sheet["B11"].data_type = "e"; sheet["D11"] = "00023"
    sheet["A12"] = 8; sheet["B12"] = "藏起来"; sheet.row_dimensions[12].hidden = True
    sheet["A13"] = 9; sheet["B13"] = "孙" + RARE[5]; sheet["G13"] = "#SPILL!"; sheet["G13"].data_type = "e"
    sheet["D13"] = 110101199003071234
    sheet["D13"].number_format = "0"
    raw = io.BytesIO(); book.save(raw)
    # openpyxl writes formulas without the value that Excel keeps beside them: put it in.
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/worksheets/sheet2.xml":
                text = data.decode()
                for i, (name, unit, _) in enumerate(STAFF):
                    row = 4 + i
                    before = f'<c r="H{row}"><f>C{row}&amp;B{row}</f><v /></c>'
                    if before not in text:
                        before = f'<c r="H{row}"><f>C{row}&amp;B{row}</f><v></v></c>'
                    assert before in text, text[-2000:]
                    text = text.replace(before, f'<c r="H{row}" t="str"><f>C{row}&amp;B{row}</f><v>全称{i}</v></c>')
                data = text.encode()
            new.writestr(item, data)
    open("staff.xlsx", "wb").write(out.getvalue())

def ods():
    document = OpenDocumentSpreadsheet()
    table = Table(name="名单")
    def row(cells, **more):
        line = TableRow(**more)
        for cell in cells:
            if isinstance(cell, (TableCell, CoveredTableCell).__class__) or hasattr(cell, "qname"):
                line.addElement(cell)
            else:
                made = TableCell(valuetype="string")
                for part in str(cell).split("\n"):
                    made.addElement(P(text=part))
                line.addElement(made)
        table.addElement(line)
    title = TableCell(valuetype="string", numbercolumnsspanned=4); title.addElement(P(text="××公司胸卡名单"))
    row([title, CoveredTableCell(numbercolumnsrepeated=3)])
    table.addElement(TableRow(numberrowsrepeated=2))
    row(["姓名", "部门", "工号", "发证日期"])
    unit = TableCell(valuetype="string", numberrowsspanned=2); unit.addElement(P(text="一车间"))
    number = TableCell(valuetype="float", value="17"); number.addElement(P(text="00017"))
    day = TableCell(valuetype="date", datevalue="2021-09-01"); day.addElement(P(text="2021年9月1日"))
    row(["张三", unit, number, day])
    noted = TableCell(valuetype="string")
    remark = Annotation(); remark.addElement(P(text="不是内容")); noted.addElement(remark)
    noted.addElement(P(text="王" + RARE[0]))
    row([noted, CoveredTableCell(), "00018", "2021-09-02"])
    row(["藏起来", "二车间", "00019", ""], visibility="filter")
    spaced = TableCell(valuetype="string"); p = P(text="Anna"); p.addElement(S(c=2)); p.addText("Li"); spaced.addElement(p)
    row([spaced, "二车间", "00020", ""])
    table.addElement(TableRow(numberrowsrepeated=1048000))
    document.spreadsheet.addElement(table)
    document.save("staff.ods")

def xls():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    sheet.write_merge(0, 0, 0, 3, "××公司胸卡名单")
    for i, name in enumerate(["姓名", "部门", "工号", "发证日期"]):
        sheet.write(1, i, name)
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet.write_merge(2, 3, 1, 1, "一车间")
    sheet.write(2, 0, "张三"); sheet.write(2, 2, "00017"); sheet.write(2, 3, datetime.date(2021, 9, 1), day)
    sheet.write(3, 0, "王" + RARE[0]); sheet.write(3, 2, 18)
    book.save("staff.xls")

def text():
    rows = ["编号,姓名,单位,职务", "00017,张三,“质量”公司,班长", '00018,王䶮,"甲,乙公司",', "00019,阿卜杜拉·买买提,丙公司,电工"]
    open("gbk.csv", "wb").write("\r\n".join(rows).encode("gb18030"))
    open("unicode.txt", "wb").write(b"\xff\xfe" + "\r\n".join(r.replace(",", "\t") for r in rows[:2]).encode("utf-16-le"))
    open("bom.csv", "wb").write(b"\xef\xbb\xbf" + "\r\n".join(rows).replace(",", ";").replace('"甲;乙公司"', "甲乙公司").encode())
    broken = rows[:2] + ['00020,"李四,丁公司,焊工', "00021,孙六,戊公司,焊工", '00022,"周七",己公司,焊工', ""] + ["00023,吴八,#N/A,"]
    open("open-quote.csv", "wb").write("\n".join(broken).encode())
    open("array.json", "w").write('[\n  {"姓名": "张三", "编号": 17, "部门": null, "标签": ["甲", "乙"]},\n  {"编号": 1.50, "姓名": "王𬭎", "岗位": "电工"}\n]\n')
    open("lines.jsonl", "w").write('{"姓名":"张三","编号":"00017"}\n\n{"姓名":"王䶮","编号":"00018"}\n')


def parity():
    """One list as three programs' workbooks, for what all readers promise: pip install XlsxWriter Pillow."""
    import xlsxwriter
    from PIL import Image
    from odf.draw import Frame, Image as Picture
    from odf.style import Style, TableProperties
    photo = io.BytesIO(); Image.new("L", (8, 10), 96).save(photo, "PNG")
    day = datetime.date(2024, 1, 15)
    head = ["姓名", "部门", "工号", "日期", "证件", "照片", "备注"]
    people = [("王明", 17), ("李娜", 18), ("藏起来", 19)]

    book = xlsxwriter.Workbook("parity.xlsx")
    book.set_properties({"created": datetime.datetime(2024, 1, 15)})
    sheet, other = book.add_worksheet("名单"), book.add_worksheet("字典")
    other.write_row(0, 0, ["姓名", "部门"]); other.hide()
    sheet.merge_range(0, 0, 0, 6, "××公司名单", book.add_format())
    sheet.write_row(1, 0, head)
    zeros, days = book.add_format({"num_format": "00000"}), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    whole = book.add_format({"num_format": "0"})
    for i, (name, number) in enumerate(people):
        sheet.write(2 + i, 0, name); sheet.write(2 + i, 2, number, zeros); sheet.write_datetime(2 + i, 3, day, days)
    sheet.merge_range(2, 1, 3, 1, "一车间", book.add_format())
    sheet.write_number(2, 4, 110101199003071234, whole)
    sheet.set_row(2, 60); sheet.insert_image(2, 5, "photo.png", {"image_data": photo, "x_offset": 4, "y_offset": 4})
    sheet.write_formula(2, 6, "=A3&B3", None, "王明一车间")
    sheet.write_formula(3, 6, "=A4&B4", None, "")
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.write(5, 0, "合计"); sheet.write(5, 1, "2人")
    book.close()

    book = xlwt.Workbook(encoding="utf-8")
    sheet, other = book.add_sheet("名单"), book.add_sheet("字典")
    other.write(0, 0, "姓名"); other.visibility = 1
    sheet.write_merge(0, 0, 0, 6, "××公司名单")
    for i, name in enumerate(head): sheet.write(1, i, name)
    zeros, days = xlwt.easyxf(num_format_str="00000"), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    for i, (name, number) in enumerate(people):
        sheet.write(2 + i, 0, name); sheet.write(2 + i, 2, number, zeros); sheet.write(2 + i, 3, day, days)
    sheet.write_merge(2, 3, 1, 1, "一车间")
    sheet.write(2, 4, 110101199003071234, xlwt.easyxf(num_format_str="0"))
    sheet.row(4).hidden = True
    sheet.write(5, 0, "合计"); sheet.write(5, 1, "2人")
    book.save("parity.xls")

    document = OpenDocumentSpreadsheet()
    gone = Style(name="gone", family="table"); gone.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(gone)
    def cell(text, **more):
        made = TableCell(**({"valuetype": "string"} | more))
        if text: made.addElement(P(text=text))
        return made
    table = Table(name="名单")
    def row(cells, **more):
        line = TableRow(**more)
        for one in cells: line.addElement(one if hasattr(one, "qname") else cell(one))
        table.addElement(line)
    row([cell("××公司名单", numbercolumnsspanned=7), CoveredTableCell(numbercolumnsrepeated=6)])
    row(head)
    number = lambda n: cell(f"{n:05}", valuetype="float", value=str(n))
    dated = lambda: cell("2024年1月15日", valuetype="date", datevalue="2024-01-15")
    href = document.addPicture("photo.png", "image/png", photo.getvalue())
    frame = Frame(width="8mm", height="10mm"); frame.addElement(Picture(href=href))
    pictured = cell(""); pictured.addElement(frame)
    row(["王明", cell("一车间", numberrowsspanned=2), number(17), dated(),
         cell("110101199003071000", valuetype="float", value="110101199003071234"), pictured,
         cell("王明一车间", formula="of:=[.A3]&[.B3]", stringvalue="王明一车间")])
    row(["李娜", CoveredTableCell(), number(18), dated(), "", "", TableCell(formula="of:=[.A4]&[.B4]")])
    row(["藏起来", "", number(19), dated()], visibility="collapse")
    row(["合计", "2人"])
    document.spreadsheet.addElement(table)
    other = Table(name="字典", stylename=gone); other.addElement(TableRow())
    document.spreadsheet.addElement(other)
    document.save("parity.ods")

def marks():
    """What a sheet shows beside its texts, in three forms: struck out, a hidden column, a comment, formulas never calculated, a hidden sheet."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from odf.style import Style, TableProperties, TextProperties
    from odf.table import TableColumn
    rows = [("姓名", "部门", "职务", "编号"), ("王明", "一车间", "班长", 15), ("李娜", "二车间", "电工", 16)]
    book = Workbook()
    sheet = book.active
    sheet.title = "名单"
    for row in rows: sheet.append(row)
    for row in (2, 3): sheet.cell(row, 4).number_format = "[DBNum2][$-804]General"
    sheet.column_dimensions["C"].hidden = True
    sheet["A3"].font = Font(strike=True)
    sheet["B3"].comment = Comment("此人已离职", "人事")
    other = book.create_sheet("旧名单"); other.append(["姓名", "部门"]); other.append(["周平", "一"]); other.sheet_state = "hidden"
    book.save("marks.xlsx")
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    struck, formal = xlwt.XFStyle(), xlwt.XFStyle()
    struck.font.struck_out = True; formal.num_format_str = "[DBNum2][$-804]General"
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value, formal if r and c == 3 else struck if (r, c) == (2, 0) else xlwt.XFStyle())
    sheet.write(0, 4, "备注"); sheet.write(1, 4, xlwt.Formula('A2&B2'))
    sheet.col(2).hidden = True
    other = book.add_sheet("旧名单"); other.write(0, 0, "姓名"); other.write(1, 0, "周平"); other.visibility = 1
    book.save("marks.xls")
    document = OpenDocumentSpreadsheet()
    line = Style(name="line", family="table-cell"); line.addElement(TextProperties(textlinethroughstyle="solid"))
    gone = Style(name="gone", family="table"); gone.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(line); document.automaticstyles.addElement(gone)
    table = Table(name="名单")
    table.addElement(TableColumn(numbercolumnsrepeated=2)); table.addElement(TableColumn(visibility="collapse"))
    formal = {15: "壹拾伍", 16: "壹拾陆"}
    for r, row in enumerate(rows):
        made = TableRow()
        for c, value in enumerate(row):
            more = {"stylename": line} if (r, c) == (2, 0) else {}
            cell = TableCell(valuetype="string", **more) if isinstance(value, str) else TableCell(valuetype="float", value=value)
            if (r, c) == (2, 1):
                note = Annotation(); note.addElement(P(text="此人已离职")); cell.addElement(note)
            cell.addElement(P(text=value if isinstance(value, str) else formal[value]))
            made.addElement(cell)
        table.addElement(made)
    document.spreadsheet.addElement(table)
    other = Table(name="旧名单", stylename=gone); other.addElement(TableRow())
    document.spreadsheet.addElement(other)
    document.save("marks.ods")

staff(); ods(); xls(); text(); parity(); marks()
