package org.healthpassport.api.trail.receipt;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The receipt of an access. The first part is for people; a court needs only {@code entryBytes}, {@code detailBytes},
 * {@code salt}, {@code proof} and the log's verifier key from another source.
 */
record Receipt(
        long index,

        @Schema(
                example = "2026-11-29T20:35:10.123Z: the account 0199f1a4-0c58-7d41-9be2-7f06c5d83a14 (DOCTOR, Dr."
                        + " Hamilton; hospital 0199f1a4-0c58-7d41-9be2-7f06c5d83a15, University Hospital) read"
                        + " AllergyIntolerance of the patient 0199f1a4-0c58-7d41-9be2-7f06c5d83a16 by the right"
                        + " CONSENT. Outcome 0: success.")
        String statement,

        @Schema(description = "What the receipt proves, and what it does not")
        String proves,

        @Schema(description = "How to verify it") String verification,

        @Schema(implementation = Object.class, description = "A readable copy of the entry")
        JsonNode entry,

        @Schema(implementation = Object.class, description = "A readable copy of the detail") @Nullable
        JsonNode detail,

        @Schema(
                description =
                        "OPEN; NOT_OF_PATIENT: an auditor's question, which is sealed for auditors; SEALED: it cannot"
                                + " be opened; NONE: the entry has no detail")
        String detailState,

        @Schema(description = "The exact bytes that were logged, base64")
        byte[] entryBytes,

        @Schema(description = "The exact bytes that the entry commits to, base64")
        byte @Nullable [] detailBytes,

        @Schema(description = "The key of HMAC-SHA256 over the detail, which is the commitment in the entry, base64")
        byte @Nullable [] salt,

        @Schema(description = "The content of a tlog-proof file (c2sp.org/tlog-proof)")
        String proof) {

    private static final String PROVES =
            "The proof shows that the audit log holds exactly the bytes of this entry at this index, under a"
                    + " checkpoint that the log's key signed; the log can neither deny nor change the entry without this"
                    + " being noticed. The entry has a commitment: HMAC-SHA256 of the detail under the salt. It shows that"
                    + " the entry was written for exactly this detail. Together they prove that the log recorded who did"
                    + " what to whose data, and when, by the ids in entry and detail. They do not prove that the record is"
                    + " true, or who used the account. The names in the statement are those that this service knows today;"
                    + " they are not in the log.";
    private static final String WITHOUT_DETAIL =
            " This receipt has no detail: it proves only what the entry says in clear.";
    private static final String VERIFICATION =
            "Save this answer as receipt.json and run: java VerifyProof.java receipt.json '<verifier key>'. Take the"
                    + " verifier key of the log from another source than this installation, such as a contract, or the"
                    + " hospital's web site or letter. The program is docs/VerifyProof.java of the sources of Health"
                    + " Passport and needs only a JDK.";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Receipt of(ProvenEntry proven, Names names) {
        JsonNode entry = JSON.readTree(proven.entry());
        byte[] bytes = proven.detail();
        JsonNode detail = bytes == null ? null : JSON.readTree(bytes);
        return new Receipt(
                proven.index(),
                statement(entry, detail, names),
                bytes == null ? PROVES + WITHOUT_DETAIL : PROVES,
                VERIFICATION,
                entry,
                detail,
                proven.detailState(),
                proven.entry(),
                bytes,
                proven.salt(),
                proven.proof());
    }

    private static String statement(JsonNode entry, @Nullable JsonNode detail, Names names) {
        StringBuilder text = new StringBuilder(text(entry, "time").orElse("?")).append(": ");
        text.append(who(entry, names)).append(' ').append(did(entry)).append(' ');
        text.append(detail == null ? "something" : what(detail));
        Optional<String> patientId = detail == null ? Optional.empty() : text(detail, "patientId");
        text.append(" of the patient ")
                .append(patientId.orElseGet(
                        () -> "with the pseudonym " + text(entry, "patient").orElse("?")));
        if (detail != null) {
            text(detail, "recipient")
                    .ifPresent(recipient ->
                            text.append(", as \"").append(recipient).append('"'));
            text(detail, "right")
                    .ifPresent(right -> text.append(" by the right ").append(right));
        }
        return text.append(". Outcome ").append(outcome(entry)).append('.').toString();
    }

    private static String who(JsonNode entry, Names names) {
        String actor = text(entry, "actor").orElse("?");
        if (actor.equals("anonymous")) {
            return "somebody without an account";
        }
        StringBuilder who = new StringBuilder("the account ").append(actor).append(" (");
        who.append(text(entry, "actorRole").orElse("?"));
        named(who, names.actor());
        text(entry, "organization").ifPresent(hospital -> {
            who.append("; hospital ").append(hospital);
            named(who, names.hospital());
        });
        return who.append(')').toString();
    }

    private static void named(StringBuilder text, @Nullable String name) {
        if (name != null) {
            text.append(", ").append(name);
        }
    }

    private static String did(JsonNode entry) {
        boolean success = entry.path("outcome").asInt(0) == 0;
        return switch (text(entry, "action").orElse("")) {
            case "C" -> success ? "created" : "tried to create";
            case "R" -> success ? "read" : "tried to read";
            case "U" -> success ? "changed" : "tried to change";
            case "D" -> success ? "deleted" : "tried to delete";
            default -> success ? "did something with" : "tried to do something with";
        };
    }

    private static String what(JsonNode detail) {
        String type = text(detail, "resourceType").orElse("something");
        return text(detail, "resourceId").map(id -> type + ' ' + id).orElse(type);
    }

    private static String outcome(JsonNode entry) {
        int outcome = entry.path("outcome").asInt(0);
        return switch (outcome) {
            case 0 -> "0: success";
            case 4 -> "4: refused or failed";
            case 8 -> "8: denied or failed";
            default -> outcome + ": failed";
        };
    }

    private static Optional<String> text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** The names of an actor and of the hospital, as far as they are known today. */
    record Names(@Nullable String actor, @Nullable String hospital) {}

    /** Without the content, as records can end up in logs. */
    @Override
    public String toString() {
        return "Receipt[" + index + ']';
    }
}
