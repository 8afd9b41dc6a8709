//! What a page says and shows, told apart by rank and by picture: design is judged by it, not drawn.

use std::sync::Arc;

use biaoyu_table::record::Template;

/// Words of a rank that were set in one size.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The region's id.
    pub region: Arc<str>,
    /// Whose words.
    pub rank: Rank,
    /// Type size (em), mm.
    pub size: f64,
}

/// Whose words a region carries, by the fields that its template names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// The slogan or title.
    Slogan,
    /// The theme of the campaign.
    Theme,
    /// Who signs 落款: unit, association, hosts.
    Sign,
    /// The person of a badge.
    Name,
    /// A figure with its caption and measure: it leads beside the slogan.
    Figure,
    /// Anything else: the campaign's line, dates, numbers.
    Other,
}

impl Rank {
    /// The rank of a template.
    pub(super) fn of(template: &Template) -> Self {
        let rank = |field: &str| match field {
            "slogan" | "title" => Rank::Slogan,
            "name" => Rank::Name,
            "theme" => Rank::Theme,
            "caption" | "figure" | "measure" => Rank::Figure,
            "unit" | "organisation" | "host" | "co_host" => Rank::Sign,
            _ => Rank::Other,
        };
        // The first of these that it names: `{slogan}——{unit}宣` is the slogan.
        let ranks: Vec<Rank> = template.fields().map(|(field, _)| rank(field)).collect();
        let order = [Rank::Slogan, Rank::Name, Rank::Figure, Rank::Theme, Rank::Sign];
        order.into_iter().find(|r| ranks.contains(r)).unwrap_or(Rank::Other)
    }
}

/// A picture that the layout draws: what makes sheets of a series differ, or alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The item's id.
    pub region: Arc<str>,
    /// The characters that it shows large; empty for a pattern.
    pub characters: String,
    /// The same for the same marks at the same places, whatever their colour.
    pub shape: u64,
}
