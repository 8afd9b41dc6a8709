//! What somebody has looked at and let pass: `RULE[@place]=reason`.

use biaoyu_page::error::{Finding, Say};
use biaoyu_page::say;
use biaoyu_page::suggest;

use super::{COMPOSED_RULES, DESIGN_RULES, FILE_RULES, RULES};

/// A rule that is let pass, everywhere or in a place, with who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// The rule's id.
    pub rule: String,
    /// Part of the place as the report words it, in either language.
    pub place: Option<String>,
    /// Why.
    pub reason: String,
}

impl Exemption {
    /// Reads `RULE=reason` or `RULE@place=reason`.
    ///
    /// # Errors
    /// When the rule is not known, or no reason is given; with a cure.
    pub fn parse(text: &str) -> Result<Self, (Say, Say)> {
        let (head, reason) = text.split_once('=').unwrap_or((text, ""));
        let (rule, place) = head.split_once('@').map_or((head, None), |(rule, place)| (rule, Some(place)));
        let (rule, reason) = (rule.trim(), reason.trim());
        let known = || {
            let files = FILE_RULES.iter().map(|r| r.id);
            let made = DESIGN_RULES.iter().map(|r| r.id).chain(COMPOSED_RULES.iter().map(|r| r.id));
            RULES.iter().map(|r| r.id).chain(files).chain(made)
        };
        if !known().any(|id| id == rule) {
            let hint = match suggest::nearest(rule, known()) {
                Some(near) => say!("did you mean `{near}`?", "是否想写 `{near}`？"),
                None => say!("`biaoyu explain --list` names the rules", "规则见 `biaoyu explain --list`"),
            };
            return Err((say!("no rule `{rule}`", "没有 `{rule}` 这条规则"), hint));
        }
        if reason.is_empty() {
            return Err((
                say!("no reason for `{rule}`", "没有写放过 `{rule}` 的理由"),
                say!("write `{rule}=why it may pass`", "请写成 `{rule}=理由`"),
            ));
        }
        let place = place.map(str::trim).filter(|p| !p.is_empty()).map(str::to_string);
        Ok(Self { rule: rule.into(), place, reason: reason.into() })
    }

    /// Whether it lets a finding pass.
    pub fn covers(&self, finding: &Finding) -> bool {
        let thing = finding.place.thing.as_ref();
        let there =
            |place: &String| thing.is_some_and(|t| t.en.contains(place.as_str()) || t.zh.contains(place.as_str()));
        self.rule == finding.rule && self.place.as_ref().is_none_or(there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exemptions_have_a_rule_and_a_reason() {
        let read = |text| Exemption::parse(text).map_err(|(what, hint)| format!("{} {}", what.en, hint.en));
        let one = read("no-bleed@page 3=white edge by order = yes").unwrap();
        assert_eq!((one.place.as_deref(), &*one.reason), (Some("page 3"), "white edge by order = yes"));
        assert!(read("no-bleeds=x").unwrap_err().contains("did you mean `no-bleed`"));
        assert!(read("no-bleed").unwrap_err().contains("no reason"));
        assert!(read("no-bleed@page 1= ").unwrap_err().contains("no reason"));
    }
}
