package dev.lathe.trust.audit;

import java.util.List;

/// One decision, without the text that it is about.
///
/// @param who the name of the key that asked; empty if nobody needs one
/// @param route that was asked, such as `/predict`
/// @param model by its name; empty if none was reached
/// @param modelHash SHA-256 of its files in hexadecimal digits; empty if not known
/// @param decision labels or the like, one for each input; empty where none is made
/// @param status HTTP's
public record AuditRecord(String who, String route, String model, String modelHash, List<String> decision, int status) {
    public AuditRecord {
        decision = List.copyOf(decision);
    }
}
