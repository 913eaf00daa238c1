# Writes made-up personal data into every 24th text: a mail address, a phone number, the number of a card.
function luhn(digits,    i, d, sum) {
    for (i = length(digits); i > 0; i--) {
        d = substr(digits, i, 1)
        if ((length(digits) - i) % 2 == 0) d = d < 5 ? 2 * d : 2 * d - 9
        sum += d
    }
    return (10 - sum % 10) % 10
}
NR % 24 == 0 {
    n = NR / 24
    if (n % 3 == 0) said = "Write to reader" n "@example.org."
    if (n % 3 == 1) said = "My number is +1 202 555 " 1000 + n "."
    if (n % 3 == 2) { card = "400000123456" 100 + n; said = "I paid with " card luhn(card) "." }
    sub(/","label":/, " " said "&")
}
{ print }
