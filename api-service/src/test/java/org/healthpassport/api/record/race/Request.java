package org.healthpassport.api.record.race;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.record.Allergies;

/**
 * One thing that a client asks for.
 *
 * @param number tells it from all others of its round; also in the content that it sends
 * @param recordId empty for one that is about none
 * @param version the one that a change says to have seen, or that is to be read; 0 where there is none
 */
record Request(Kind kind, SignedIn patient, int number, String recordId, long version) {
    private static final int PAGE = 200;

    /** The kinds of requests. */
    enum Kind {
        CREATE,
        AMEND,
        DELETE,
        READ,
        READ_VERSION,
        LIST,
        HISTORY;

        boolean changes() {
            return this == CREATE || this == AMEND || this == DELETE;
        }
    }

    /** The content that it writes, which no other request writes. */
    String substance() {
        return "Substance " + number;
    }

    String body() {
        return kind == Kind.CREATE || kind == Kind.AMEND ? Allergies.to(substance()) : "";
    }

    /** @param more headers, each with its end of line */
    String head(String more) {
        String list = "/api/patients/" + patient.patientId() + "/records";
        String line = switch (kind) {
            case CREATE -> "POST " + list;
            case AMEND -> "PUT " + list + '/' + recordId;
            case DELETE -> "DELETE " + list + '/' + recordId;
            case READ -> "GET " + list + '/' + recordId;
            case READ_VERSION -> "GET " + list + '/' + recordId + "/history/" + version;
            case LIST -> "GET " + list + "?limit=" + PAGE;
            case HISTORY -> "GET " + list + '/' + recordId + "/history?limit=" + PAGE;
        };
        String condition = kind == Kind.AMEND || kind == Kind.DELETE ? "If-Match: W/\"" + version + "\"\r\n" : "";
        String content = body().isEmpty()
                ? ""
                : "Content-Type: application/fhir+json\r\nContent-Length: " + body().getBytes(UTF_8).length + "\r\n";
        return line + " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + patient.accessToken() + "\r\n" + condition
                + content + more + "\r\n";
    }

    /** Asks for a page of a record's history, as text to be sent. */
    static String historyPage(SignedIn patient, String recordId, String cursor) {
        Request first = new Request(Kind.HISTORY, patient, 0, recordId, 0);
        return first.head("").replaceFirst("limit=" + PAGE, "limit=" + PAGE + cursor);
    }

    @Override
    public String toString() {
        return kind + " no. " + number + (version == 0 ? "" : " of version " + version);
    }
}
