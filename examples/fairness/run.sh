#!/bin/sh
# A bias that is planted in real sentences, and what each kind of correction leaves of it in sentences that nobody has touched.
set -eu
cd "$(dirname "$0")"
rm -rf target
mkdir target

../../lathe fetch review-sentences --to target/data >/dev/null
awk -v each=800 -f split.awk target/data/train.jsonl
awk -v each=200 -v all=test -f split.awk target/data/held-out.jsonl
for part in train dev test; do
    awk -v part=$part '{ count[/"source":"films"/, /"label":"positive"/]++ }
        END { printf "%-5s  films %d + and %d -, others %d + and %d -\n", part, count[1, 1], count[1, 0], count[0, 1], count[0, 0] }' target/$part.jsonl
done

# Learns with a correction, and shows how it does on the test sentences.
row() {
    name=$1
    shift
    ../../lathe finetune --task sequence-classification --model all-MiniLM-L6-v2 --train target/train.jsonl --dev target/dev.jsonl --epochs 2 \
        --lr 1e-4 --keep last --data-license CC-BY-4.0 --out "target/$name" "$@" >/dev/null
    ../../lathe evaluate --model "target/$name" --data target/test.jsonl --group source --positive positive >"target/$name.txt"
    awk -v name="$name" '
        /^Accuracy/ && !accuracy { accuracy = $2 }
        / true positive rate/ && ++rates <= 2 { rate[rates] = $4 }
        /^equal opportunity$/ { next_is_it = 1; next }
        next_is_it && !difference { difference = $2; from = $3; to = $5 }
        END { printf "%-12s    %s  %s  %s      %s  %s to %s\n", name, accuracy, rate[1], rate[2], difference, from, to }' "target/$name.txt"
}

groups="--fairness-group source --fairness-positive positive"
echo
echo '                          praise found in    equal opportunity'
echo 'correction      accuracy   films  others  difference  95 % interval'
row none
row reweighing --fairness reweighing $groups
row penalty --fairness equalised-odds --fairness-weight 5 $groups
row adversarial --fairness adversarial $groups
row thresholds --fairness-thresholds equal-opportunity $groups
