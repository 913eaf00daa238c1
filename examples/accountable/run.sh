#!/bin/sh
# A classifier that its maker can answer for: learnt, explained, checked by group, corrected, signed, refused, served, audited.
# Keys are new each time: FINGERPRINT stands for that of the signing key in what is printed.
set -eu
cd "$(dirname "$0")"
rm -rf target
mkdir target

# Runs a command that has to fail, and shows what it finds, its last words and its exit code.
fails() {
    code=0
    "$@" >target/found.txt 2>target/said.txt || code=$?
    cat target/found.txt
    tail -n 1 target/said.txt | hide
    echo "exit code $code"
}

hide() { sed "s/$fingerprint/FINGERPRINT/"; }

# Turns over the lowest bit of one byte of a file; done twice, nothing has changed.
flip() {
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    printf "\\$(printf %03o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

od -An -tx1 -N 32 /dev/urandom | tr -d ' \n' >target/audit.key
fingerprint=$(../../lathe keygen target/model.key)
for policy in policy trial; do
    sed "s/FINGERPRINT/$fingerprint/" $policy.json >target/$policy.json
done
audit="--audit-log target/audit.log --audit-key target/audit.key"

echo '== Data: sentences of reviews, with a column that says of what'
../../lathe fetch review-sentences --to target/data >/dev/null
awk -v each=800 -v out=target/train.jsonl -v dev=target/dev.jsonl -f column.awk target/data/train.jsonl
awk -v each=200 -v out=target/test.jsonl -v dev= -f column.awk target/data/held-out.jsonl
for part in train dev test; do
    echo "$part: $(wc -l <target/$part.jsonl) sentences"
done | tr -s ' '
learn="--task sequence-classification --model all-MiniLM-L6-v2 --train target/train.jsonl --dev target/dev.jsonl --epochs 1
    --lr 1e-4 --freeze bert.embeddings,bert.encoder.layer.0,bert.encoder.layer.1,bert.encoder.layer.2 --data-license CC-BY-4.0"

echo '== Learn'
../../lathe finetune $learn --out target/plain $audit

echo '== Explain: a sentence that it has right, and one that it has wrong'
../../lathe explain --model target/plain --text 'The food was cold and the waiter rude.'
../../lathe explain --model target/plain --text 'The portion was huge!'
../../lathe explain --model target/plain --text 'The portion was huge!' --examples target/train.jsonl --nearest 3
../../lathe explain --model target/plain --text 'The portion was huge!' --examples target/train.jsonl --influence 3

echo '== Check by group: the policy refuses it'
fails ../../lathe evaluate --model target/plain --data target/test.jsonl --group source --positive positive \
    --policy target/policy.json $audit

echo '== Correct: learn the same, and choose on the dev data from which probability on each group is praise'
../../lathe finetune $learn --out target/fair --test target/test.jsonl --fairness-thresholds demographic-parity \
    --fairness-group source --fairness-positive positive $audit
cmp target/plain/model.safetensors target/fair/model.safetensors && echo 'the same weights'
../../lathe card target/fair --format eu-ai-act --output target/card.md
grep '^Filled' target/card.md

echo '== Sign, and find a byte that was changed'
../../lathe sign target/fair --key target/model.key $audit | hide
flip target/fair/model.safetensors 1000000
fails ../../lathe verify target/fair --key target/model.key.pub
flip target/fair/model.safetensors 1000000
../../lathe verify target/fair --key target/model.key.pub | hide

echo '== Serve: the policy refuses the model; that of a trial, which has no rule on groups, lets it answer'
fails ../../lathe serve --model target/fair --port 0 --policy target/policy.json $audit
../../lathe serve --model reviews=target/fair --port 0 --policy target/trial.json $audit 2>target/served.txt &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
until url=$(sed -n 's/.* at \(http.*\)$/\1/p' target/served.txt) && [ -n "$url" ]; do
    kill -0 $server || { cat target/served.txt >&2; exit 1; }
    sleep 1
done
for source in phones films restaurants shops; do
    curl -s "${url}predict" -H 'Content-Type: application/json' -d '{"inputs": "Better than expected.", "group": "'$source'"}'
    echo
done
kill $server
wait $server || :

echo '== Audit'
sed 's/^{"n":\([0-9]*\),"time":"[^"]*",/\1 /; s/,"[a-z]*_sha256":"[^"]*"//g; s/,"key":.*//; s/,"prev":.*//; s|"/.*/target/|"target/|' target/audit.log
../../lathe audit verify target/audit.log --audit-key target/audit.key
flip target/audit.log $(($(head -n 5 target/audit.log | wc -c) + 130))
fails ../../lathe audit verify target/audit.log --audit-key target/audit.key
