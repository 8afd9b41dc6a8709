use biaoyu::{compose::*, font::FontLibrary, layout::Layout, record::Fields};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let (lay, palid, out) = (&a[1], &a[2], &a[3]);
    let unit = std::env::var("UNIT").ok();
    let text = std::fs::read_to_string(lay).unwrap();
    let layout = match Layout::parse(lay, &text) {
        Ok(l) => l,
        Err(e) => {
            println!("{e}");
            std::process::exit(1)
        }
    };
    let fonts = FontLibrary::embedded();
    let palettes = biaoyu::embedded::palettes().unwrap();
    let palette = palettes.into_iter().find(|p| p.id == *palid).unwrap();
    let products = biaoyu::embedded::products().unwrap();
    let campaign = biaoyu::embedded::campaign("quality-month-2021").unwrap().unwrap();
    let want: Vec<u32> = std::env::var("ONLY")
        .map_or(vec![0, 1, 3, 7, 12, 13, 15], |o| o.split(',').map(|n| n.parse().unwrap()).collect());
    let sl: Vec<(u32, String, String)> = want
        .iter()
        .map(|n| {
            let s = campaign.slogan(*n).unwrap();
            (*n, s.text.clone(), s.key.clone().unwrap_or_default())
        })
        .collect();
    let mut fields = Fields::default();
    fields.set("campaign", "2021 年电力行业“质量月”");
    fields.set("theme", "拥抱数字变革，推动质量创新，提升产业基础");
    if let Some(u) = unit {
        fields.set("unit", u);
    }
    if std::env::var("NAME").is_ok() {
        fields.set("name", "王小明");
        fields.set("post", "质量管理部");
        fields.set("number", "No.00123");
    }
    for pid in &a[4..] {
        let p = products.iter().find(|p| p.id == *pid).unwrap_or_else(|| panic!("{pid}"));
        for (n, t, key) in &sl {
            let n = *n;
            let sheet = Sheet {
                number: n,
                kind: if n == 0 { SheetKind::Own } else { SheetKind::Slogan },
                text: t.clone(),
                breaks: None,
                keys: key.clone(),
            };
            let t0 = std::time::Instant::now();
            let r = compose(&Edition {
                layout: &layout,
                product: p,
                palette: &palette,
                sheet: &sheet,
                fields: &fields,
                fonts: &fonts,
                pictures: &Pictures::default(),
                spots: false,
            });
            let dt = t0.elapsed();
            match r {
                Err(e) => println!("{pid} {n}: {e}"),
                Ok(c) => {
                    println!(
                        "{pid} {n} {:?} {}",
                        dt,
                        c.regions
                            .iter()
                            .map(|r| format!("{}={:.2}{}[{}]", r.region, r.size, r.bound.word(), r.lines.join("/")))
                            .collect::<Vec<_>>()
                            .join(" ")
                    );
                    for f in &c.findings {
                        println!("   {}", f.text(biaoyu::error::Lang::En))
                    }
                    let b = c.page.boxes.trim;
                    let dpi = (560.0 / b.height()).min(1500.0 / b.width()) * 25.4;
                    let mut f = std::fs::File::create(format!("{out}/{pid}-{n:02}.png")).unwrap();
                    biaoyu::raster::png(
                        &c.page,
                        &biaoyu::raster::Options::new(dpi * std::env::var("ZOOM").map_or(1.0, |z| z.parse().unwrap())),
                        &mut f,
                    )
                    .unwrap();
                }
            }
        }
    }
}
