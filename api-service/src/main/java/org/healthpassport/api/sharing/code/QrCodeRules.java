package org.healthpassport.api.sharing.code;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.refusal.InvalidInput;
import org.healthpassport.aggregates.refusal.InvalidMember;
import org.healthpassport.aggregates.refusal.Ruling;
import org.healthpassport.api.record.share.RecordSelection;
import org.healthpassport.api.sharing.SharedContent;
import org.healthpassport.api.sharing.passcode.Passcodes;
import org.healthpassport.edge.text.Printable;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.jspecify.annotations.Nullable;

/** Decides if a request for a QR code is valid, and lists every error of one that is not. */
final class QrCodeRules {
    /**
     * The same message for ids that are unknown, deleted or another patient's, so that nobody learns which of these it
     * is.
     */
    static final String NOTHING_TO_SHARE = "must be a record or document of yours that can be shared";

    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);
    /** As long as a bank card, which is in the same wallet. */
    private static final int DEFAULT_YEARS_OF_CARD = 5;

    private static final int MOST_YEARS_OF_CARD = 10;
    private static final Duration LONGEST_LIFE_OF_WEAK = Duration.ofDays(7);
    private static final int MOST_IDS = 50;
    private static final int MOST_USES = 10_000;
    private static final int LONGEST_LABEL = 80;
    /** A link accepts ten guesses in its lifetime: with four digits, one of a thousand guessers succeeds. */
    private static final int SHORTEST_PASSCODE = 4;

    private static final int SHORTEST_STRONG_PASSCODE = 6;

    private final List<InvalidMember> findings = new ArrayList<>();
    private final Shareable shareable;
    private final Optional<Instant> end;
    private final Instant now;

    private QrCodeRules(Shareable shareable, Optional<Instant> end, Instant now) {
        this.shareable = shareable;
        this.end = end;
        this.now = now;
    }

    /** The ids among those that were sent that may be looked up: none if there are too many. */
    static Set<String> wellFormed(@Nullable List<@Nullable String> sent) {
        return sent == null || sent.size() > MOST_IDS
                ? Set.of()
                : sent.stream().filter(Objects::nonNull).filter(Ids::isId).collect(Collectors.toSet());
    }

    /**
     * @param shareable those of the well-formed ids that the patient can share
     * @param end that of the right by which it is asked for, if it has one: a QR code that works longer is refused
     */
    static Ruling<QrCodeOrder> decide(QrCodeRequest request, Shareable shareable, Optional<Instant> end, Instant now) {
        return new QrCodeRules(shareable, end, now).decide(request);
    }

    private Ruling<QrCodeOrder> decide(QrCodeRequest request) {
        QrCodeKind kind = kind(request.kind());
        QrCodeOrder order = kind == QrCodeKind.PATIENT_ID ? patientId(request) : healthLink(request);
        label(request.label());
        return findings.isEmpty() ? Ruling.accept(order) : Ruling.refuse(new InvalidInput(findings));
    }

    /** A code that tells clinicians who the patient is opens nothing, so it has none of the members of a link. */
    private QrCodeOrder patientId(QrCodeRequest request) {
        requireAbsent("/content", request.content());
        requireAbsent("/passcode", request.passcode());
        requireAbsent("/maxUses", request.maxUses());
        Instant expiresAt =
                request.expiresAt() == null ? atTheEnd(inYears(DEFAULT_YEARS_OF_CARD)) : future(request.expiresAt());
        if (expiresAt.isAfter(inYears(MOST_YEARS_OF_CARD))) {
            refuse("/expiresAt", "must be within %d years".formatted(MOST_YEARS_OF_CARD));
        }
        SharedContent nothing = new SharedContent(false, List.of(), List.of());
        return new QrCodeOrder(QrCodeKind.PATIENT_ID, nothing, expiresAt, null, null, request.label());
    }

    private void requireAbsent(String pointer, @Nullable Object member) {
        if (member != null) {
            refuse(pointer, "must be absent from a code of kind PATIENT_ID");
        }
    }

    private QrCodeOrder healthLink(QrCodeRequest request) {
        SharedContent content = content(request.content());
        String passcode = passcode(request.passcode());
        Instant expiresAt = expiresAt(request.expiresAt(), passcode);
        if (request.maxUses() != null && (request.maxUses() < 1 || request.maxUses() > MOST_USES)) {
            refuse("/maxUses", "must be from 1 to " + MOST_USES);
        }
        return new QrCodeOrder(
                QrCodeKind.HEALTH_LINK, content, expiresAt, passcode, request.maxUses(), request.label());
    }

    private QrCodeKind kind(@Nullable String kind) {
        if (kind == null) {
            refuse("/kind", "must be given");
        } else if (kind.equals(QrCodeKind.PATIENT_ID.name())) {
            return QrCodeKind.PATIENT_ID;
        } else if (!kind.equals(QrCodeKind.HEALTH_LINK.name())) {
            refuse("/kind", "must be HEALTH_LINK or PATIENT_ID; other kinds are not offered yet");
        }
        return QrCodeKind.HEALTH_LINK;
    }

    private SharedContent content(QrCodeRequest.@Nullable Content content) {
        if (content == null) {
            refuse("/content", "must be given");
            return new SharedContent(false, List.of(), List.of());
        }
        boolean summary = Boolean.TRUE.equals(content.summary());
        boolean empty = !summary && isEmpty(content.records()) && isEmpty(content.documents());
        if (empty) {
            refuse("/content", "must have a summary, a record or a document");
        }
        return new SharedContent(
                summary,
                records(content.records()),
                ids("/content/documents", content.documents(), shareable.documents()));
    }

    private List<String> records(@Nullable List<@Nullable String> sent) {
        List<String> ids = ids("/content/records", sent, shareable.records().keySet());
        long bytes = ids.stream().mapToLong(shareable.records()::get).sum();
        if (bytes > RecordSelection.MOST_BYTES) {
            refuse(
                    "/content/records",
                    "must be %d MiB at most, so that every browser can open them, but are %.1f MiB: choose fewer records"
                            .formatted(RecordSelection.MOST_BYTES >> 20, Math.ceil(bytes * 10.0 / (1 << 20)) / 10));
        }
        return ids;
    }

    /** The ids that can be shared. */
    private List<String> ids(String pointer, @Nullable List<@Nullable String> sent, Set<String> canBeShared) {
        if (sent == null || sent.isEmpty()) {
            return List.of();
        }
        if (sent.size() > MOST_IDS) {
            refuse(pointer, "must have at most " + MOST_IDS + " ids");
            return List.of();
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < sent.size(); i++) {
            String id = sent.get(i);
            if (id == null || !canBeShared.contains(id)) {
                refuse(pointer + '/' + i, NOTHING_TO_SHARE);
            } else if (!seen.add(id)) {
                refuse(pointer + '/' + i, "must not be in the list twice");
            }
        }
        return sent.stream().filter(seen::contains).map(String::valueOf).toList();
    }

    private static boolean isEmpty(@Nullable List<?> list) {
        return list == null || list.isEmpty();
    }

    private @Nullable String passcode(@Nullable String passcode) {
        if (passcode == null) {
            return null;
        }
        int length = passcode.codePointCount(0, passcode.length());
        if (length < SHORTEST_PASSCODE || length > Passcodes.LONGEST) {
            refuse("/passcode", "must have %d to %d characters".formatted(SHORTEST_PASSCODE, Passcodes.LONGEST));
        } else {
            Printable.objection(passcode).ifPresent(objection -> refuse("/passcode", objection));
        }
        return passcode;
    }

    private Instant expiresAt(@Nullable String text, @Nullable String passcode) {
        if (text == null) {
            return atTheEnd(now.plus(DEFAULT_LIFE));
        }
        Instant expiresAt = future(text);
        if (expiresAt.isAfter(inYears(1))) {
            refuse("/expiresAt", "must be within a year");
        } else if (expiresAt.isAfter(now.plus(LONGEST_LIFE_OF_WEAK)) && isWeak(passcode)) {
            refuse(
                    "/passcode",
                    "must have at least %d characters if expiresAt is more than 7 days away"
                            .formatted(SHORTEST_STRONG_PASSCODE));
        }
        return expiresAt;
    }

    private Instant future(String text) {
        try {
            // In whole seconds, as the text of the link has it.
            Instant expiresAt = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
            if (!expiresAt.isAfter(now)) {
                refuse("/expiresAt", "must be in the future");
            } else if (end.filter(expiresAt::isAfter).isPresent()) {
                refuse("/expiresAt", "must be no later than the end of your own rights");
            }
            return expiresAt;
        } catch (DateTimeParseException notATime) {
            refuse("/expiresAt", "must be a time such as 2030-05-17T09:30:00Z");
            return now;
        }
    }

    /** That time, or the end of the right if that is earlier. */
    private Instant atTheEnd(Instant time) {
        return end.filter(time::isAfter).orElse(time).truncatedTo(ChronoUnit.SECONDS);
    }

    private Instant inYears(int years) {
        return now.atOffset(ZoneOffset.UTC).plusYears(years).toInstant();
    }

    private static boolean isWeak(@Nullable String passcode) {
        return passcode == null || passcode.codePointCount(0, passcode.length()) < SHORTEST_STRONG_PASSCODE;
    }

    /** Checks the length in UTF-16 units, as the readers of links do. */
    private void label(@Nullable String label) {
        if (label == null) {
            return;
        }
        if (label.isBlank() || label.length() > LONGEST_LABEL) {
            refuse("/label", "must have 1 to %d characters".formatted(LONGEST_LABEL));
        } else {
            Printable.objection(label).ifPresent(objection -> refuse("/label", objection));
        }
    }

    private void refuse(String pointer, String detail) {
        findings.add(new InvalidMember(pointer, detail));
    }

    /**
     * The ids of records and documents that a patient can share.
     *
     * @param records with their sizes in bytes
     */
    record Shareable(Map<String, Integer> records, Set<String> documents) {}
}
