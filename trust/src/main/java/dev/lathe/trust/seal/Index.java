package dev.lathe.trust.seal;

import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which files were encrypted together: one that is left out, added or taken from elsewhere is seen.
///
/// @param salts in hexadecimal digits, by the files' names from the directory on, with `/` between folders
record Index(SortedMap<String, String> salts) {
    /// The file that holds it; all others end in [#ENDING].
    static final String FILE = "SEALED";
    /// What its key is derived for. No file of a directory is called so: names in it are not empty.
    static final String NAME = "";
    static final String ENDING = ".sealed";

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^\\r\\n]+)");

    String text() {
        var text = new StringBuilder();
        salts.forEach((name, salt) -> text.append(salt).append("  ").append(name).append('\n'));
        return text.toString();
    }

    /// @throws SealException if it was written by nobody who encrypts as we do
    static Index of(String text, String place) throws SealException {
        var salts = new TreeMap<String, String>();
        for (String line : text.lines().toList()) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || isOutside(parts.group(2)) || salts.put(parts.group(2), parts.group(1)) != null) {
                throw new SealException(place + ": not a list of files");
            }
        }
        return new Index(salts);
    }

    byte[] salt(String name) {
        return HexFormat.of().parseHex(salts.getOrDefault(name, ""));
    }

    /// Whether a name leads out of the directory.
    private static boolean isOutside(String name) {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return true;
            }
        }
        return name.indexOf('\\') >= 0 || name.indexOf(':') >= 0;
    }
}
