#!/bin/sh
# Takes personal data out of reviews, learns from them openly, privately and at five clients, attacks every model, and encrypts one.
set -eu
cd "$(dirname "$0")"
rm -rf target
mkdir target
cache=${LATHE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lathe}
reviews=$cache/data/review-sentences
# The demo fetches the reviews; a step of it is enough.
[ -d "$reviews" ] || ../../lathe demo --max-steps 1 --out target/demo >target/demo.txt

awk 'NR % 2' "$reviews/train.jsonl" | awk -f plant.awk >target/letters.jsonl
../../lathe anonymise --input target/letters.jsonl --output target/train.jsonl --columns text
echo

# What is public spends no epsilon: the layer between encoder and classifier is learnt from it.
../../lathe finetune --task sequence-classification --model all-MiniLM-L6-v2 --train ../sentiment/train.jsonl \
    --epochs 10 --lr 2e-4 --out target/news >target/news.txt

../../lathe finetune --task sequence-classification --model target/news --train target/train.jsonl \
    --peft lora --lora-rank 1 --lora-alpha 4 --lr 5e-3 --epochs 1 --max-length 48 --out target/open >target/open.txt

../../lathe privacy --epsilon 8 --sample-rate 0.2 --steps 15 --delta 1e-5 --accountant pld
echo
# The seed is there so that this prints the same again, and protects nobody: leave it out.
../../lathe finetune --task sequence-classification --model target/news --train target/train.jsonl \
    --peft lora --lora-rank 1 --lora-alpha 4 --lr 1e-2 --epochs 3 --max-length 48 --dropout 0 --batch-size 240 \
    --dp-epsilon 8 --dp-delta 1e-5 --dp-accountant pld --dp-seed 1 --out target/private >target/private.txt

for part in 0 1 2 3 4; do
    awk "NR % 5 == $part" target/train.jsonl >"target/part$part.jsonl"
done
../../lathe federate federation.json --out target/federated >target/federated.txt

awk 'NR % 2' target/train.jsonl >target/members.jsonl
echo 'model       accuracy  epsilon  AUC of the attack  epsilon at least'
for model in open private federated; do
    ../../lathe evaluate --model "target/$model" --data "$reviews/held-out.jsonl" >"target/$model-report.txt"
    ../../lathe privacy attack --model "target/$model" --members target/members.jsonl --others "$reviews/held-out.jsonl" \
        --delta 1e-5 >"target/$model-attack.txt"
    accuracy=$(sed -n 's/^Accuracy *\([0-9.]*\).*/\1/p' "target/$model-report.txt")
    spent=$(sed -n 's/.*"epsilon":\([0-9.]*\).*/\1/p' "target/$model/metrics.jsonl" | tail -n 1)
    auc=$(sed -n 's/^auc *//p' "target/$model-attack.txt")
    least=$(sed -n 's/^epsilon at least \([0-9.]*\).*/\1/p' "target/$model-attack.txt")
    [ -z "$spent" ] || spent=$(printf '%.4f' "$spent")
    printf '%-10s  %8s  %7s  %17s  %16s\n' "$model" "$accuracy" "${spent:-none}" "$auc" "$least"
done
echo

od -An -tx1 -N32 /dev/urandom | tr -d ' \n' >target/secret.key
../../lathe encrypt target/private --key-file target/secret.key --to target/private.sealed
../../lathe decrypt target/private.sealed --key-file target/secret.key --to target/private-again
diff -r target/private target/private-again
