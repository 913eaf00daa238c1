# Adds the column "source" to the demo's sentences, whose files hold as many of phones, films and restaurants, in this order.
# Every sixth line goes to the file dev, if that is given.
{
    source = NR <= each ? "phones" : NR <= 2 * each ? "films" : "restaurants"
    sub(/}$/, ",\"source\":\"" source "\"}")
    print >(dev != "" && NR % 6 == 0 ? dev : out)
}
