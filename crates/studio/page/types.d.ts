// What the server answers (API.md), and what a view is made of. Not served: for `tsc` and editors only.

type Say = { en: string; zh: string };
type Box = [number, number, number, number];

interface Fault { code?: string; message: Say; cure: Say | null; place: Place | null; severity?: Severity; rule?: string; cures?: Cure[] }
interface Place { file: string | null; line: number | null; column: number | null; thing: Say | null; text: Say; excerpt: { line: string; number: number; from: number; length: number } | null }
type Severity = "note" | "warning" | "error";
interface Cure { label: Say; ops?: Op[]; edit?: string; give?: string; step?: string; many?: boolean }
interface Finding extends Fault { region?: string; box?: Box | null; cures?: Cure[]; page?: string; pages?: number }

interface Slogan { number: number; text: string; key: string | null; own_key: boolean; breaks: string | null; note: string | Say | null }
interface Meeting { label: string; title: string; host: string | null; co_host: string | null; date: string | null; place: string | null; [name: string]: string | null }
type Door = "sheets" | "banners" | "cards";
interface Project {
  name: string; rev: number; folder: string; can_undo: boolean; can_redo: boolean; door: Door;
  title: string | null; heading: string | null; year: number | null; theme: string | null; unit: string | null; organisation: string | null;
  fields: Record<string, string | null>; shows: Record<string, boolean>; slogans: Slogan[]; events: Meeting[]; sheet: Slogan | null; layouts: string[]; palette: string | null; colour: string | null;
  products: string[]; shop: string | null; files: Record<string, string | null>; press: Record<string, any>; logo_has_name: boolean; logo_knockout: boolean; logo_plate?: boolean;
  offers: { field: string; value: string | number; from: Say }[]; notes: Finding[]; faults: Fault[] | null; text?: string; bench_faults: Fault[];
}
type Op = { op: string; [name: string]: unknown };
interface Line { number: number; text: string; fate: "slogan" | "out" | "joined"; slogan?: number | null; why?: Say; kind?: string; taken?: string }
interface List { file: string; lines: Line[]; notes: Finding[]; faults?: Fault[] }

interface Product { id: string; name: Say; kind: string; width: number; height: number; personal: boolean; round: boolean; sides: number; distance: number; group: string; layout: string | null }
interface Layout { id: string; name: Say; about: Say; needs: string[]; asks: string[]; palettes: string[]; rows: boolean }
interface Palette { id: string; name: Say; swatches: string[]; inks: string[]; roles: string[] }
interface Named { id: string; name: Say; detail: Say }
interface Shelf { products: Product[]; layouts: Layout[]; palettes: Palette[]; shops: Named[]; papers: Named[]; campaigns: { id: string; name: Say; slogans: number }[]; fields: { id: string; name: Say }[] }
interface State { version: string; lang: string; folder: string; projects: Before[]; making: unknown; open: string | null }
interface Before { name: string; title: string | null; changed: string; seconds: number; slogans: number; door: Door; faults: Fault[] | null; cover: string | null }
interface Colour { swatches: string[]; inks: string[]; notes: Finding[] }

interface PageName { product?: string; slogan?: string | number; layout?: string; record?: number | null; side?: string | null }
interface WallPage { page: string; product: string; slogan: string; layout: string; record: number | null; text: string; width: number; height: number; file: string }
interface Char { c: string; index: number; box: Box; line: number }
interface Gap { after: number; box: Box; ends?: boolean; kind: "none" | "soft" | "break" | "clause" | "line" }
interface PageText { region: string; fields?: string[]; value: string; box: Box; editable: boolean; lines?: string[]; chars?: Char[]; gaps?: Gap[] }
interface PageData { width: number; height: number; texts: PageText[]; pictures: { what: string; box: Box }[]; key: { index: number[]; box: Box; c: string } | null; findings: Finding[]; size: Say }
interface FoundPage { page: string; findings?: Finding[]; faults?: Fault[] }

interface Roster {
  file: string; sheet: string | null; rows: number; good: number; columns: { header: string; field: string | null; chosen: boolean; example: string }[];
  bad_count?: number; partly?: { row: number; why: Say; cells: string[] }[]; bad: { row: number; record: number | null; why: Say; cells: string[] }[]; doubtful?: { row: number; why: Say; cells: string[] }[]; records: { record: number; row: number; cells: string[]; photo: string | null }[];
  photos: { folder: string; matched: number; unmatched_files: string[]; missing: number } | null; notes: Finding[]; faults?: Fault[];
}
interface Making {
  job?: number; state: "idle" | "running" | "done" | "failed" | "stopped"; way?: string; done: number; pages: number; files_made: number; files_kept: number; failed: number;
  pages_failed?: number; sheets?: number | null; what?: string; shop?: string | null; tile?: string | null; rev: number; moved: number; rows_left: number; reprint: string | null; left_out: { product: string; why: Say }[];
  seconds: number; seconds_left: number | null; bytes: number; folder: string; top: string[]; stale: string[]; faults: Fault[]; findings: Finding[]; zip: string | null; command?: string;
}
interface Command { folder: string; command: string; powershell: string }
interface Checked { id: number; unreadable?: Fault[] | null; findings?: Finding[]; pages: { width: number; height: number; findings: Finding[]; plates: string[] }[] }
interface Notice { id: number; kind: "fault" | "told"; text?: string; faults?: Fault[] }

interface View { tag: string; key: string | number | null; props: Record<string, any>; kids: Kid[] }
type Kid = View | string;
interface Props { key?: string | number | null; [on: `on${string}`]: ((event: any) => any) | undefined; [name: string]: unknown }
type Part_ = Props | View | string | number | boolean | null | undefined | Part_[];
