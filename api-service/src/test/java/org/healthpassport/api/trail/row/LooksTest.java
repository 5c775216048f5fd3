package org.healthpassport.api.trail.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.aggregates.stamp.DetailContent;
import org.healthpassport.events.EncodedStamp;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventCodec;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.access.LinkOpened;
import org.healthpassport.events.access.PersonLookedUp;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LooksTest {
    private static final Instant NOW = Instant.parse("2026-11-29T20:35:00Z");
    private static final DetailContent DETAIL =
            new DetailContent("p1", "CONSENT", "c1", null, "RECORD", "r1", null, null, null, "request-1", null, null);

    @ParameterizedTest
    @CsvSource({
        "RECORD_CREATED, 0, CREATE",
        "RECORD_AMENDED, 0, UPDATE",
        "RECORD_DELETED, 0, DELETE",
        "RECORD_HIDDEN, 0, UPDATE",
        "RECORD_SHOWN, 0, UPDATE",
        "RECORD_ANNOTATED, 0, UPDATE",
        "DOCUMENT_RECEIVED, 0, CREATE",
        "DOCUMENT_DELETED, 0, DELETE",
        "QR_CODE_REQUESTED, 0, SHARE",
        "QR_CODE_REVOKED, 0, DELETE",
        "QR_CODE_OPENED, 0, LINK_OPENED",
        "QR_CODE_OPENED, 4, DENIED",
        "QR_CODE_PASSCODE_REFUSED, 4, DENIED",
        "CONSENT_REQUESTED, 0, CREATE",
        "CONSENT_GRANTED, 0, SHARE",
        "CONSENT_REFUSED, 0, UPDATE",
        "CONSENT_REVOKED, 0, DELETE",
        "EMERGENCY_ACCESS_TAKEN, 0, CREATE",
        "EMERGENCY_ACCESS_REVIEWED, 0, UPDATE",
        "DEPENDANT_REGISTERED, 0, CREATE",
        "REPRESENTATIVE_INVITED, 0, SHARE",
        "REPRESENTATIVE_ADDED, 0, SHARE",
        "REPRESENTATIVE_ENDED, 0, DELETE",
        "DEMOGRAPHICS_CHANGED, 0, UPDATE"
    })
    void shouldSayWhatAChangeWas(EventType type, int outcome, LookAction action) {
        AuditStamp stamp = stamp("DOCTOR", type.action(), outcome);

        TrailRow row = Looks.row(event(type, new byte[0], stamp), stamp, "p1", DETAIL);

        assertThat(row.look())
                .isEqualTo(new Look(
                        "e1", action, "RECORD", "r1", "a1", "DOCTOR", "h1", "CONSENT", "c1", null, "TREAT", outcome));
        assertThat(row.time()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @CsvSource({"READ, READ", "DOWNLOAD, READ", "SEARCH, READ", "SHARE, SHARE", "UNKNOWN, READ"})
    void shouldTellReadsFromDownloadLinks(Interaction interaction, LookAction action) {
        AuditStamp stamp = stamp("DOCTOR", AuditAction.READ, 0);
        Event event = event(
                EventType.DATA_READ,
                new DataRead("p1", "DOCUMENT", "d1", interaction, AccessRight.CONSENT, "c1"),
                stamp);

        assertThat(Looks.patientOf(event)).contains("p1");
        assertThat(Looks.row(event, stamp, "p1", DETAIL).look().action()).isEqualTo(action);
    }

    @Test
    void shouldKnowDeniedRequestsLinksAndLookUps() {
        AuditStamp stranger = stamp("ANONYMOUS", AuditAction.READ, 0);
        Event opened = event(EventType.LINK_OPENED, new LinkOpened("p1", "DOCUMENT", "d1"), stranger);
        Event lookedUp = event(
                EventType.PERSON_LOOKED_UP, new PersonLookedUp("a2", "p1"), stamp("AUDITOR", AuditAction.READ, 0));
        Event denied = event(EventType.ACCESS_DENIED, denial("p1"), stamp("DOCTOR", AuditAction.READ, 8));

        assertThat(Looks.patientOf(opened)).contains("p1");
        assertThat(Looks.patientOf(lookedUp)).contains("p1");
        assertThat(Looks.patientOf(denied)).contains("p1");
        Look look = Looks.row(opened, stranger, "p1", DETAIL).look();
        assertThat(look.action()).isEqualTo(LookAction.LINK_OPENED);
        assertThat(look.actorId()).isNull();
        assertThat(look.actorRole()).isNull();
    }

    /** Work of our own services, requests about nobody, and logins. */
    @Test
    void shouldLeaveOutWhatNobodyDidWithAPatientsData() {
        assertThat(Looks.patientOf(
                        event(EventType.DOCUMENT_STORED, new byte[0], stamp("SERVICE", AuditAction.UPDATE, 0))))
                .isEmpty();
        assertThat(Looks.patientOf(event(EventType.RECORD_CREATED, new byte[0], null)))
                .isEmpty();
        assertThat(Looks.patientOf(event(EventType.RECORD_CREATED, new byte[0], stamp("KING", AuditAction.CREATE, 0))))
                .isEmpty();
        assertThat(Looks.patientOf(event(EventType.ACCESS_DENIED, denial(null), stamp("DOCTOR", AuditAction.READ, 8))))
                .isEmpty();
        assertThat(Looks.patientOf(event(
                        EventType.PERSON_LOOKED_UP,
                        new PersonLookedUp("a2", null),
                        stamp("AUDITOR", AuditAction.READ, 0))))
                .isEmpty();
        assertThat(Looks.patientOf(event(EventType.LOGGED_IN, new byte[0], stamp("PATIENT", AuditAction.EXECUTE, 0))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOGGED_IN", "LOGIN_FAILED", "DEAD_LETTER_REPLAYED", "TRAIL_REBUILD_STARTED"})
    void shouldNotFollowWhatIsAboutNoPatient(EventType type) {
        assertThat(Looks.types()).doesNotContain(type);
    }

    @Test
    void shouldFollowEveryChangeOfPatientsData() {
        assertThat(Looks.types())
                .containsAll(Set.of(EventType.values()).stream()
                        .filter(type -> type.topic() == Topics.PATIENT)
                        .toList());
    }

    private static AccessDenied denial(@Nullable String patientId) {
        return new AccessDenied(patientId, DenialReason.NOT_PERMITTED, 1, "RECORD", null, Attempt.SEARCH);
    }

    private static Event event(EventType type, SpecificRecord payload, @Nullable AuditStamp stamp) {
        return event(type, EventCodec.encode(payload), stamp);
    }

    private static Event event(EventType type, byte[] payload, @Nullable AuditStamp stamp) {
        return new Event(
                "e1",
                type,
                "s1",
                NOW,
                "p1",
                1L,
                "request-1",
                null,
                null,
                payload,
                stamp == null ? null : EncodedStamp.of(stamp));
    }

    private static AuditStamp stamp(String role, AuditAction action, int outcome) {
        return new AuditStamp(
                action,
                outcome,
                "pseudonym",
                "a1",
                role,
                "h1",
                "TREAT",
                false,
                "pseudonym",
                ByteBuffer.allocate(0),
                ByteBuffer.allocate(0));
    }
}
