#!/bin/sh
# Learns to find answers in a text, reports on held-out questions, and answers new ones.
set -eu
cd "$(dirname "$0")"
../../lathe finetune --task question-answering --model all-MiniLM-L6-v2 --train train.json --test test.json \
    --epochs 20 --lr 2e-4 --out target/model --overwrite
context='The boat hire at the lake is open from May to October. A rowing boat costs twelve euros an hour, and children
must wear a life jacket. It is run by Inge Falk.'
for question in 'How much is a rowing boat?' 'Who runs the boat hire?' 'What must children wear?'; do
    ../../lathe predict --model target/model --question "$question" --context "$context"
done
