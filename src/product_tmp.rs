use crate::geom::{Rect,Circle,Outline}; use crate::page::Boxes; use crate::product::*;
impl Product {
  pub fn boxes(&self)->Boxes{ let t=Rect::new(0.,0.,self.trim.width,self.trim.height); let b=Rect::new(-self.bleed.left,-self.bleed.top,t.x1+self.bleed.right,t.y1+self.bleed.bottom); Boxes{media:b,bleed:b,trim:t}}
  fn disc(&self,d:f64)->Outline{Outline::Circle(Circle::new(self.boxes().trim.center(),d/2.))}
  pub fn trim_outline(&self)->Outline{match self.shape{Shape::Rect=>Outline::Rect(self.boxes().trim),Shape::Round{face,..}=>self.disc(face),Shape::Card{radius}=>Outline::Rounded(self.boxes().trim,radius)}}
  pub fn live(&self)->Outline{match self.shape{Shape::Round{live,..}=>self.disc(live),_=>Outline::Rect(self.safe_rect())}}
  pub fn cut(&self)->Outline{match self.shape{Shape::Round{cut,..}=>self.disc(cut),_=>Outline::Rect(self.boxes().bleed)}}
  pub fn safe_rect(&self)->Rect{let t=self.boxes().trim;Rect::new(self.safe.left,self.safe.top,t.x1-self.safe.right,t.y1-self.safe.bottom)}
}
impl Kind{pub fn name(self)->&'static str{match self{Kind::Poster=>"poster",Kind::Flag=>"flag",Kind::Banner=>"banner",Kind::VBanner=>"vbanner",Kind::Rollup=>"rollup",Kind::XStand=>"xstand",Kind::Lamp=>"lamp",Kind::TableFlag=>"tableflag",Kind::Badge=>"badge",Kind::Name=>"name",Kind::Card=>"card",Kind::Backdrop=>"backdrop",Kind::Cover=>"cover",Kind::Screen=>"screen"}}}
