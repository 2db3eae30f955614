//! Lines and columns of positions in a document.

use apollo_compiler::parser::SourceSpan;
use async_graphql::Pos;

/// An index of line starts, which finds a line and column without scanning the line.
pub(super) struct Positions {
    /// The offset of each line start, except the first.
    lines: Vec<usize>,
    /// The offsets of UTF-8 continuation bytes, which do not count as columns.
    continuations: Vec<usize>,
}

impl Positions {
    pub(super) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_end = |at: usize| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let ends = (0..bytes.len()).filter(|at| is_end(*at));
        let continuations = (0..bytes.len()).filter(|at| !text.is_char_boundary(*at));
        Self {
            lines: ends.map(|at| at + 1).collect(),
            continuations: continuations.collect(),
        }
    }

    /// Returns the position of a byte offset, counted from line 1 and column 1.
    pub(super) fn at(&self, offset: usize) -> Pos {
        let line = self.lines.partition_point(|begin| *begin <= offset);
        let begin = line.checked_sub(1).map_or(0, |line| self.lines[line]);
        let continuations_before = |offset| self.continuations.partition_point(|at| *at < offset);
        let continuations = continuations_before(offset) - continuations_before(begin);
        Pos {
            line: line + 1,
            column: offset - begin - continuations + 1,
        }
    }

    /// Returns the position where a part of the document begins.
    pub(super) fn of(&self, span: Option<SourceSpan>) -> Pos {
        self.at(span.map_or(0, |span| span.offset()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_every_line_end_counts() {
        let text = "a\u{e9}b\nc\r\u{1f600}d\r\nf";
        let positions = Positions::new(text);
        let places = ['a', 'b', 'c', 'd', 'f'].map(|letter| {
            let at = positions.at(text.find(letter).expect("a letter"));
            (at.line, at.column)
        });
        assert_eq!(places, [(1, 1), (1, 3), (2, 1), (3, 2), (4, 1)]);
        assert_eq!(positions.at(text.len()), Pos { line: 4, column: 2 });
    }
}
