package org.healthpassport.api.access;

import java.util.List;
import java.util.Map;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.fhir.catalog.RecordType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The thing that a request tries to use, and how, as its path and its method tell before anything is decided. Nothing
 * else of a path is kept, because a client can write anything there.
 *
 * @param resourceType such as {@code DOCUMENT}; null for a path that names nothing known
 * @param resourceId null if the path has no id of that thing
 */
public record Tried(@Nullable String resourceType, @Nullable String resourceId, Attempt interaction) {
    /** For requests together, and where there is no request. */
    public static final Tried UNKNOWN = new Tried(null, null, Attempt.UNKNOWN);

    private static final Map<String, Named> NAMED = Map.ofEntries(
            Map.entry("accesses", Named.listOf("ACCESS")),
            Map.entry("accounts", Named.listOf("ACCOUNT")),
            Map.entry("actuator", Named.one("METRICS")),
            Map.entry("administrators", Named.listOf("ACCOUNT")),
            Map.entry("Binary", Named.one("DOCUMENT")),
            Map.entry("connections", Named.one("QR_CODE")),
            Map.entry("Consent", Named.listOf("CONSENT")),
            Map.entry("consent-requests", Named.listOf("CONSENT")),
            Map.entry("consents", Named.listOf("CONSENT")),
            Map.entry("dead-letters", Named.listOf("DEAD_LETTER")),
            Map.entry("dependants", Named.listOf("PATIENT")),
            Map.entry("doctors", Named.listOf("ACCOUNT")),
            Map.entry("document-moves", Named.listOf("DOCUMENT")),
            Map.entry("DocumentReference", Named.listOf("DOCUMENT")),
            Map.entry("documents", Named.listOf("DOCUMENT")),
            Map.entry("downloads", Named.one("DOCUMENT")),
            Map.entry("email", Named.one("EMAIL")),
            Map.entry("emergency-access", Named.listOf("EMERGENCY_ACCESS")),
            Map.entry("emergency-accesses", Named.listOf("EMERGENCY_ACCESS")),
            Map.entry("event-keys", Named.listOf("EVENT_KEY")),
            Map.entry("events", Named.listOf("EVENT")),
            Map.entry("hospitals", Named.listOf("HOSPITAL")),
            Map.entry("key-rotations", Named.listOf("KEY_ROTATION")),
            Map.entry("login", Named.one("SESSION")),
            Map.entry("logout", Named.one("SESSION")),
            Map.entry("me", Named.one("ACCOUNT")),
            Map.entry("notifications", Named.listOf("NOTIFICATION")),
            Map.entry("password", Named.one("PASSWORD")),
            Map.entry("password-reset", Named.one("PASSWORD")),
            Map.entry("Patient", Named.listOf("PATIENT")),
            Map.entry("patients", Named.listOf("PATIENT")),
            Map.entry("people", Named.listOf("PERSON")),
            Map.entry("Provenance", Named.listOf("RECORD")),
            Map.entry("qr-codes", Named.listOf("QR_CODE")),
            Map.entry("records", Named.listOf("RECORD")),
            Map.entry("refresh", Named.one("SESSION")),
            Map.entry("register", Named.listOf("ACCOUNT")),
            Map.entry("representations", Named.listOf("REPRESENTATIVE")),
            Map.entry("representatives", Named.listOf("REPRESENTATIVE")),
            Map.entry("sessions", Named.listOf("SESSION")),
            Map.entry("shl", Named.one("QR_CODE")),
            Map.entry("totp", Named.listOf("SECOND_FACTOR")),
            Map.entry("upload-document", Named.listOf("DOCUMENT")));

    /** The interaction that the last word of a path names, or else the word for the thing. */
    private static final Map<String, Attempt> BY_WORD = Map.of(
            "Binary",
            Attempt.DOWNLOAD,
            "content",
            Attempt.DOWNLOAD,
            "image",
            Attempt.DOWNLOAD,
            "card",
            Attempt.DOWNLOAD,
            "preview",
            Attempt.DOWNLOAD,
            "download-links",
            Attempt.SHARE);

    /** A word of a path that names a kind of things. */
    private record Named(String resourceType, boolean isList) {
        static Named listOf(String resourceType) {
            return new Named(resourceType, true);
        }

        static Named one(String resourceType) {
            return new Named(resourceType, false);
        }
    }

    static Tried of(HttpMethod method, PathContainer path) {
        List<String> words = path.elements().stream()
                .filter(PathSegment.class::isInstance)
                .map(segment -> ((PathSegment) segment).valueToMatch())
                .toList();
        int last = words.size() - 1;
        for (int at = last; at >= 0; at--) {
            Named named = named(words.get(at));
            if (named != null) {
                String id = at < last && Ids.isId(words.get(at + 1)) ? words.get(at + 1) : null;
                Attempt fallback = at == last ? ofAll(method, named) : ofOne(method, at + 1 == last);
                Attempt interaction =
                        BY_WORD.getOrDefault(words.get(last), BY_WORD.getOrDefault(words.get(at), fallback));
                return new Tried(named.resourceType(), id, interaction);
            }
        }
        return UNKNOWN;
    }

    private static @Nullable Named named(String word) {
        return RecordType.of(word).isPresent() ? Named.listOf("RECORD") : NAMED.get(word);
    }

    private static Attempt ofAll(HttpMethod method, Named named) {
        if (!named.isList()) {
            return ofOne(method, true);
        }
        return isRead(method) ? Attempt.SEARCH : method == HttpMethod.POST ? Attempt.CREATE : ofOne(method, true);
    }

    /** @param itself false for a part of it, or something that is done with it */
    private static Attempt ofOne(HttpMethod method, boolean itself) {
        if (isRead(method)) {
            return Attempt.READ;
        }
        if (itself && method == HttpMethod.DELETE) {
            return Attempt.DELETE;
        }
        return itself && (method == HttpMethod.PUT || method == HttpMethod.PATCH) ? Attempt.UPDATE : Attempt.EXECUTE;
    }

    private static boolean isRead(HttpMethod method) {
        return method == HttpMethod.GET || method == HttpMethod.HEAD;
    }

    /** The attempt of the request in whose context this runs. */
    public static Tried in(ContextView context) {
        return context.<Tried>getOrEmpty(Tried.class).orElse(UNKNOWN);
    }

    /** The context of the request that tries this. */
    public Context into(Context context) {
        return context.put(Tried.class, this);
    }
}
