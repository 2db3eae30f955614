#!/usr/bin/env bash
# Searches all tracked source files and documents for words that the texts of this project avoid,
# such as "he" for a user. Prints file, line and rule of each hit, and exits with 1 if there is any.
#
# The patterns below have brackets so that they do not match themselves.

set -u
cd "$(dirname "$0")/.." || exit 2

hits=0

# rule TEXT PATTERN [EXCEPT [GLOB...]]: reports lines that match PATTERN but not EXCEPT.
rule() {
    local text=$1 pattern=$2 except=${3:-}
    shift $(($# < 3 ? $# : 3))
    [ $# -gt 0 ] || set -- '*.rs' '*.md' '*.graphql' '*.sh' '*.py' '*.js' '*.mjs' '*.html' '*.ts' '*.tsx'
    local file line content
    while IFS=: read -r file line content; do
        printf '%s:%s: %s\n' "$file" "$line" "$text"
        hits=$((hits + 1))
    done < <(git grep -nIE -e "$pattern" -- "$@" ':!src/playground/vendor' ':!console/dist' ':!*LICENSE*' \
        ':!tests/clients/node_modules' ':!tests/language.sh' | grep -vE "${except:-^$}")
}

# "his" is an operation name in the tests of the metrics; He is a letter.
rule 'write "they" for a person' \
    '\b([Hh][e]|[Hh][i]m|[Hh][i]s|[Hh][i]mself|[Ss][h]e)\b' \
    '"his"|\bhis: createOrg|(letter|Hebrew) He\b'
rule 'write "at most"' '[Aa]t the [m]ost'
rule 'write "without"' 'for [w]ant of'
rule 'write "in the background"' '[Bb]ehind .* [b]acks?\b'
rule 'write "anyone who", or name the person' '[Ww][h]oever|[Ww][h]omever'
# somebody{number} is an e-mail address in test data, "Nobody's" the name of an org.
rule 'name the person, or write "another user", "unowned"' \
    "\\b[Nn]obody[']s|\\b[Ss]ome[b]ody\\b" "somebody\\{number\\}|\"Nobody's\""
# The name of a savepoint.
rule 'write "dry run"' '[Rr][e]hears' 'SAVEPOINT rehearsal'
rule 'write "is not a ..." or "is not valid JSON"' \
    '\bis [n]o (JSON|UUID|UTF-8|text|number|address|network|origin|user|id|time zone|e-mail)\b' \
    '[Tt]here is no|"is no address"'
rule 'list the error codes with their conditions' '[W]hat the database says'
rule 'write "usually"' '\b[Aa]s a [r]ule\b'
rule 'say what the item is or does, then what differs' '//[/!] The [s]ame\b' '' '*.rs'
rule 'write "batched lookups" or "lookup"' '\b[Ll]ook[-]ups?\b'
rule 'write "executed"' '\b[Cc]arried [o]ut\b|\b[Cc]arr(y|ies|ying) [o]ut\b'
rule 'write "progress"' '\b[c]ourses?\b' '[Oo]f course\b'
rule 'name the input' '\b[Ww]hat is [g]iven\b'
rule 'write "expensive" or "costs more"' '\b[d]ear(er|est)?\b'
rule 'write "returned", "reported" or "stated"' '//.*\b([t]old|[s]aid)\b' '' '*.rs'
rule 'write "returned", "reported" or "stated"' '\b([t]old|[s]aid)\b' '' '*.md' '*.graphql'
rule 'write "this token may not see it"' '(is|are) not for this [t]oken'
rule 'write "Permission denied: requires ..."' '\b[Tt](akes|ake) the [p]ermission'
rule 'write "is not supported"' '\bto be [h]ad\b'
rule 'name the object' 'description = "([I]t|[T]hey)\b' '' '*.rs'

if [ "$hits" -gt 0 ]; then
    echo "$hits words to avoid" >&2
    exit 1
fi
