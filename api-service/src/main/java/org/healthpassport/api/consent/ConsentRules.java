package org.healthpassport.api.consent;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.edge.text.Printable;
import org.healthpassport.events.consent.GranteeType;
import org.jspecify.annotations.Nullable;

/** Checks the members that describe consents, and collects the errors. */
public final class ConsentRules {
    /** The same message for grantees that do not exist and that may not act, so that nobody learns which of these it is. */
    public static final String NO_GRANTEE = "must be the id of an active doctor or hospital";

    private static final String MISSING = "must be given";
    private static final Duration LONGEST_OF_ALL = Duration.ofDays(100 * 365L);
    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST_REASON = 500;

    private final List<InvalidMember> errors = new ArrayList<>();

    /** The kind and id of a grantee; whether there is one is asked later. */
    public Grantee grantee(@Nullable String type, @Nullable String id) {
        GranteeType known = type == null ? GranteeType.UNKNOWN : typeOf(type);
        if (known == GranteeType.UNKNOWN) {
            refuse("/grantee/type", type == null ? MISSING : "must be DOCTOR or HOSPITAL");
        }
        if (id == null || !Ids.isId(id)) {
            refuse("/grantee/id", id == null ? MISSING : NO_GRANTEE);
        }
        return new Grantee(known, id == null ? "" : id);
    }

    private static GranteeType typeOf(String type) {
        return switch (type) {
            case "DOCTOR" -> GranteeType.DOCTOR;
            case "HOSPITAL" -> GranteeType.HOSPITAL;
            default -> GranteeType.UNKNOWN;
        };
    }

    public Set<ConsentScope> scopes(@Nullable List<@Nullable String> sent) {
        EnumSet<ConsentScope> scopes = EnumSet.noneOf(ConsentScope.class);
        if (sent == null || sent.isEmpty() || sent.size() > ConsentScope.values().length) {
            refuse("/scopes", "must have one to four scopes");
            return scopes;
        }
        for (int i = 0; i < sent.size(); i++) {
            Optional<ConsentScope> scope = scope(sent.get(i));
            if (scope.isEmpty()) {
                refuse("/scopes/" + i, "must be RECORDS_READ, RECORDS_WRITE, DOCUMENTS_READ or DOCUMENTS_WRITE");
            }
            scope.ifPresent(scopes::add);
        }
        return scopes;
    }

    private static Optional<ConsentScope> scope(@Nullable String name) {
        return EnumSet.allOf(ConsentScope.class).stream()
                .filter(scope -> scope.name().equals(name))
                .findFirst();
    }

    /** The end of a period; null for none, if the settings allow that. */
    public @Nullable Instant expiresAt(@Nullable String text, @Nullable Duration longest, Instant now) {
        if (text == null) {
            if (longest != null) {
                refuse("/expiresAt", "must be given, and be within %d days".formatted(longest.toDays()));
            }
            return null;
        }
        Instant expiresAt;
        try {
            expiresAt = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeParseException notATime) {
            refuse("/expiresAt", "must be a time such as 2030-05-17T09:30:00Z");
            return null;
        }
        Duration most = longest == null ? LONGEST_OF_ALL : longest;
        if (!expiresAt.isAfter(now)) {
            refuse("/expiresAt", "must be in the future");
        } else if (expiresAt.isAfter(now.plus(most))) {
            refuse("/expiresAt", "must be within %d days".formatted(most.toDays()));
        }
        return expiresAt;
    }

    public String reason(@Nullable String text) {
        if (text == null) {
            refuse("/reason", MISSING);
            return "";
        }
        String reason = text.strip();
        int length = reason.codePointCount(0, reason.length());
        if (length < SHORTEST_REASON || length > LONGEST_REASON) {
            refuse("/reason", "must have %d to %d characters".formatted(SHORTEST_REASON, LONGEST_REASON));
        } else {
            Printable.objection(reason).ifPresent(objection -> refuse("/reason", objection));
        }
        return reason;
    }

    private void refuse(String pointer, String detail) {
        errors.add(new InvalidMember(pointer, detail));
    }

    /** Accepts the value that the members make; refuses them if there were errors. */
    public <T> Ruling<T> ruling(Supplier<T> value) {
        return errors.isEmpty() ? Ruling.accept(value.get()) : Ruling.refuse(new InvalidInput(errors));
    }
}
