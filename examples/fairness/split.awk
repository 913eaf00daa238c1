# Adds the column "source" to the demo's sentences, whose files hold as many of phones, films and restaurants, in this order, each the number
# `each`. Without `all` every fourth line goes to the dev part and the one after it to the test part; of the rest, which is learnt from, seven of
# eight sentences that praise a film are left out, and seven of eight that blame something else.
{
    film = NR > each && NR <= 2 * each
    sub(/}$/, ",\"source\":\"" (film ? "films" : "others") "\"}")
    part = all != "" ? all : NR % 4 == 0 ? "dev" : NR % 4 == 1 ? "test" : "train"
    if (part == "train" && film == /"label":"positive"/ && ++rare[film] % 8 != 1)
        next
    print >>("target/" part ".jsonl")
}
