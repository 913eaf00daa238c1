package dev.lathe.trust.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskRulesTest {
    private static String masked(String text) {
        return Masker.USUAL.mask(text).text();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            write to ann.lee+x@mail.example.org. | write to [MAIL].
            <ANN@EXAMPLE.ORG> | <[MAIL]>
            jürgen@müller.example | [MAIL]
            ann (at) example [dot] org | [MAIL]
            ann＠example.org | [MAIL]
            a\u200Bnn@exam\u00ADple.org | [MAIL]
            see https://ann:s3cret@host.example/x?y for it | see [URL] for it
            https://host.example/x?y=1&access_token=abc123 now | https://host.example/x?y=1&access_token=[SECRET] now
            jdbc:postgresql://ann:pw@db.example:5432/x | jdbc:[URL]
            from 192.168.0.17, again | from [IP], again
            from 2001:db8::8a2e:370:7334 and fe80::1 | from [IP] and [IP]
            mac 00:1A:2b:3C:4d:5E | mac [MAC]
            card 4111 1111 1111 1111 12/29 | card [CARD] 12/29
            card 4111-1111-1111-1111 | card [CARD]
            378282246310005 | [CARD]
            5 5 5 5 5 5 5 5 5 5 5 5 4 4 4 4 | [CARD]
            ４１１１ １１１１ １１１１ １１１１ | [CARD]
            ٤١١١١١١١١١١١١١١١ | [CARD]
            DE89 3704 0044 0532 0130 00 please | [IBAN] please
            gb82west12345698765432 | [IBAN]
            NO93 8601 1117 947 | [IBAN]
            call +49 (0) 30 1234567 now | call [PHONE] now
            +14155552671 | [PHONE]
            (415) 555-2671 | [PHONE]
            030 / 123 45 67 | [PHONE]
            06 12 34 56 78 | [PHONE]
            SSN 536-90-4399 | SSN [NATIONAL_ID]
            NHS number 943 476 5919 | NHS number [NATIONAL_ID]
            Steuer-ID 86095742719 | Steuer-ID [NATIONAL_ID]
            2 55 08 14 168 025 38 | [NATIONAL_ID]
            12345678Z and X1234567L | [NATIONAL_ID] and [NATIONAL_ID]
            BSN 111222333 | BSN [NATIONAL_ID]
            44051401359 | [NATIONAL_ID]
            529.982.247-25 | [NATIONAL_ID]
            11010519491231002X | [NATIONAL_ID]
            2341 2341 2346 | [NATIONAL_ID]
            131052-308T | [NATIONAL_ID]
            811228-9874 | [NATIONAL_ID]
            85.07.30-033.28 | [NATIONAL_ID]
            RSSMRA85T10A562S | [NATIONAL_ID]
            """)
    void findsWhatTellsOfAPerson(String text, String expected) {
        assertEquals(expected, masked(text.translateEscapes().replace("\\u200B", "\u200B").replace("\\u00AD", "\u00AD")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            card 4111 1111 1111 1112
            card 1111 1111 1111 1117
            DE89 3704 0044 0532 0130 01
            XX89 3704 0044 0532 0130 00
            version 1.2.3.4 and v10.0.0.1
            on 2024-01-02 12:30:45.123456
            on 01.02.2024, or 05-06-2024 10:11
            at 12:30:45
            std::vector a::b and ::
            300.1.2.3 and 1.2.3.4.5
            SSN 666-12-3456 and 000-12-3456 and 123-00-4567
            order 943476 5918 and 111222333
            12345678A
            44051401358
            44053201359
            529.982.247-26
            111.111.111-11
            110105194912310021
            2341 2341 2347
            131052-308U
            811228-9875
            85.07.30-033.29
            RSSMRA85T10A562T
            pi is 3.14159265358979
            @ann and ann@ and ann@localhost
            https://host.example/x?page=2
            0.1234 5678 and 1,234,567,890
            ISBN 978-3-16-148410-0
            A-1234-5678-9012-3456
            """)
    void leavesWhatOnlyLooksAlike(String text) {
        assertEquals(text, masked(text));
    }

    @Test
    void aFileAddsRulesAndTakesOthersAway(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("rules"), "# ours\n\nCUSTOMER (?i)\\bC-[0-9]{6}\\b\n-IP\n");
        var masker = new Masker(List.of(MaskRules.read(file)), Replacement.BY_TYPE);
        assertEquals("[CUSTOMER] at 192.168.0.1, [MAIL]", masker.mask("c-１23456 at 192.168.0.1, ann@example.org").text());
    }

    @Test
    @Timeout(60)
    void rulesThatCannotBeUsedAreRefused() {
        String takes = "f:1: takes too long, or is too deep, on a simple text of 2000 characters";
        refused("X (a", "f:1: Unclosed group at 3");
        refused("X a*", "f:1: matches nothing at all, everywhere");
        refused("X (a+)+$", takes);
        refused("X (?:[0-9]+[ -]?)+x", takes);
        refused("mail x", "f:1: needs a type in capitals and a regular expression, or -TYPE");
        refused("-MAILS", "f:1: no rule 'MAILS'; there is URL, SECRET, MAIL, IP, MAC, CARD, IBAN, NATIONAL_ID, PHONE");
    }

    private static void refused(String line, String message) {
        assertEquals(message, assertThrows(MaskException.class, () -> MaskRules.usual().and("f", List.of(line))).getMessage());
    }

    @Test
    @Timeout(60)
    void aRuleThatTakesTooLongStopsTheText() {
        MaskRules rules = MaskRules.usual().and("f", List.of("SLOW x*x*x*x*x*q", "DEEP (?:u|v)+w"));
        String slow = assertThrows(MaskException.class, () -> rules.find("x".repeat(3000))).getMessage();
        assertEquals("mask: rule 'SLOW': takes too long on this text", slow);
        String deep = assertThrows(MaskException.class, () -> rules.find("uv".repeat(1_000_000))).getMessage();
        assertTrue(deep.startsWith("mask: rule 'DEEP': too deep") || deep.startsWith("mask: rule 'DEEP': takes too long"), deep);
    }

    /// None of the usual rules may be made slow, whatever a client sends.
    @ParameterizedTest
    @CsvSource({"a", "1", "' '", "-", "a.", "1 ", "1-", "a@", "a:", "1.", "http://a:", "http://a?a=a&", "+1 ", "(0", "DE89", "@a.", "[at] ", "a [at] ", "0:", "0 1"})
    @Timeout(60)
    void noTextMakesTheUsualRulesSlow(String part) {
        String text = part.repeat(200_000 / part.length());
        assertTrue(Masker.USUAL.find(text).size() <= text.length());
    }
}
