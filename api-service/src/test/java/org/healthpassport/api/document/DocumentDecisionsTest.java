package org.healthpassport.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.aggregates.refusal.Refusal;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.aggregates.waiting.WorkerRetrySettings;
import org.healthpassport.aggregates.waiting.WorkerWait;
import org.healthpassport.api.LostEvents;
import org.healthpassport.api.document.DocumentDescription.Ciphertext;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.events.EventType;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.document.DocumentDeleted;
import org.healthpassport.events.document.DocumentProcessed;
import org.healthpassport.events.document.DocumentStored;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentDecisionsTest {
    private static final Instant EPOCH = Instant.EPOCH;
    private static final WorkerRetrySettings SETTINGS =
            new WorkerRetrySettings(Duration.ofMinutes(5), Duration.ofHours(6));
    private static final byte[] DIGEST = new byte[32];
    private static final DocumentState RECEIVED = DocumentState.received(
            "patient",
            DocumentType.LAB_REPORT,
            "account",
            Instant.EPOCH,
            new DocumentDescription(
                    "title", "a.pdf", "application/pdf", 1, DIGEST, new Ciphertext(57, DIGEST), new byte[] {1}, null));

    @Test
    void shouldBecomeStoredWhenTheWorkerStoredIt() {
        // when
        Decision<DocumentState> decision = DocumentDecisions.apply(version(RECEIVED), storedReport());

        // then
        Decision.Accepted<DocumentState> accepted = accepted(decision);
        assertThat(accepted.state().status()).isEqualTo(DocumentStatus.STORED);
        assertThat(accepted.state().objectName()).isEqualTo("documents/patient/document");
        assertThat(accepted.events()).extracting(NewEvent::type).containsExactly(EventType.DOCUMENT_STORED);
    }

    @Test
    void shouldBecomeFailedWithReasonWhenTheWorkerCouldNotStoreIt() {
        // when
        Decision<DocumentState> decision = DocumentDecisions.apply(version(RECEIVED), failedReport());

        // then
        Decision.Accepted<DocumentState> accepted = accepted(decision);
        assertThat(accepted.state().status()).isEqualTo(DocumentStatus.FAILED);
        assertThat(accepted.state().reason()).isEqualTo("STAGED_BYTES_DAMAGED");
        assertThat(accepted.events()).extracting(NewEvent::type).containsExactly(EventType.DOCUMENT_FAILED);
    }

    @Test
    void shouldBecomeStoredWhenARetryAfterFailureWorked() {
        // when
        Decision<DocumentState> decision =
                DocumentDecisions.apply(version(RECEIVED.failed("STAGED_BYTES_MISSING")), storedReport());

        // then
        assertThat(accepted(decision).state().status()).isEqualTo(DocumentStatus.STORED);
        assertThat(accepted(decision).state().reason()).isNull();
    }

    @Test
    void shouldRefuseAReportOfOtherBytesOrAnotherObject() {
        // given reports that differ in one thing each from what was received
        byte[] otherDigest = new byte[32];
        otherDigest[31] = 1;
        List<DocumentProcessed> wrong = List.of(
                stored("somebody", "documents/patient/document", 57, DIGEST),
                stored("patient", "documents/somebody/document", 57, DIGEST),
                stored("patient", "documents/patient/document", 58, DIGEST),
                stored("patient", "documents/patient/document", 57, otherDigest));

        // then none of them makes the staged bytes go
        assertThat(wrong)
                .allSatisfy(report -> assertThat(DocumentDecisions.apply(version(RECEIVED), report))
                        .isInstanceOf(Decision.Refused.class));
    }

    @Test
    void shouldIgnoreReportsThatComeAgainOrTooLate() {
        DocumentState stored = RECEIVED.stored("documents/patient/document", "file");

        assertThat(DocumentDecisions.apply(version(stored), storedReport())).isInstanceOf(Decision.Unchanged.class);
        assertThat(DocumentDecisions.apply(version(stored), failedReport())).isInstanceOf(Decision.Unchanged.class);
        assertThat(DocumentDecisions.apply(version(RECEIVED.failed("UNKNOWN")), failedReport()))
                .isInstanceOf(Decision.Unchanged.class);
        assertThat(DocumentDecisions.apply(version(RECEIVED.deleted("deletion")), storedReport()))
                .isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldRememberTheStoreOfADocument() {
        // given
        DocumentProcessed older = storedReport("");
        DocumentProcessed report = storedReport("s3:documents");

        // then
        assertThat(accepted(DocumentDecisions.apply(version(RECEIVED), older))
                        .state()
                        .store())
                .isEqualTo("file");
        Decision.Accepted<DocumentState> accepted = accepted(DocumentDecisions.apply(version(RECEIVED), report));
        assertThat(accepted.state().store()).isEqualTo("s3:documents");
        assertThat(((DocumentStored) accepted.events().get(0).payload()).getStore())
                .isEqualTo("s3:documents");
    }

    @Test
    void shouldMoveOnlyWhatStillLiesWhereItWasCopiedFrom() {
        // given
        DocumentState stored = RECEIVED.stored("documents/patient/document", "file");

        // when
        Decision.Accepted<DocumentState> moved =
                accepted(DocumentDecisions.moved(version(stored), "file", "s3:documents"));

        // then
        assertThat(moved.state()).isEqualTo(RECEIVED.stored("documents/patient/document", "s3:documents"));
        assertThat(moved.events()).extracting(NewEvent::type).containsExactly(EventType.DOCUMENT_STORED);
        assertThat(List.of(moved.state(), RECEIVED, stored.deleted("deletion")))
                .allSatisfy(other -> assertThat(DocumentDecisions.moved(version(other), "file", "s3:documents"))
                        .isInstanceOf(Decision.Unchanged.class));
    }

    @Test
    void shouldTryAgainOnlyWhatFailed() {
        // given
        DocumentState stored = RECEIVED.stored("documents/patient/document", "file");

        // when
        Decision.Accepted<DocumentState> again =
                accepted(DocumentDecisions.retry(version(RECEIVED.failed("STORE_REJECTED")), EPOCH, SETTINGS));

        // then
        assertThat(again.state()).isEqualTo(RECEIVED.waiting(WorkerWait.begin(EPOCH, SETTINGS)));
        assertThat(again.events()).extracting(NewEvent::type).containsExactly(EventType.DOCUMENT_RECEIVED);
        assertThat(List.of(RECEIVED, stored, stored.deleted("deletion")))
                .allSatisfy(other -> assertThat(DocumentDecisions.retry(version(other), EPOCH, SETTINGS))
                        .isInstanceOf(Decision.Refused.class));
    }

    @Test
    void shouldKeepNothingOfADeletedDocumentButThatItExisted() {
        // when
        Decision<DocumentState> decision =
                DocumentDecisions.delete(version(RECEIVED), IfMatch.optional(null), "deletion");

        // then
        DocumentState deleted = accepted(decision).state();
        assertThat(deleted.status()).isEqualTo(DocumentStatus.DELETED);
        assertThat(deleted.description()).isNull();
        assertThat(accepted(decision).events()).extracting(NewEvent::type).containsExactly(EventType.DOCUMENT_DELETED);
    }

    @Test
    void shouldChangeNothingWhenADeletedDocumentIsDeletedAgain() {
        assertThat(DocumentDecisions.delete(version(RECEIVED.deleted("deletion")), IfMatch.of(1), "other deletion"))
                .isInstanceOf(Decision.Unchanged.class);
    }

    @Test
    void shouldRefuseToDeleteAVersionThatIsNotTheLatest() {
        // when
        Decision<DocumentState> decision = DocumentDecisions.delete(version(RECEIVED), IfMatch.of(2), "deletion");

        // then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(new DocumentRefusal.StaleDocument(3)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldShareOnlyWhatIsStoredAndShowOfADeletedDocumentNoBytes(Interaction interaction) {
        // given
        DocumentState stored = RECEIVED.stored("documents/patient/document", "file");
        boolean bytes = interaction == Interaction.DOWNLOAD || interaction == Interaction.SHARE;

        // then
        assertThatNoException().isThrownBy(() -> DocumentDecisions.requireReadable(stored, interaction));
        assertThat(refusalToRead(RECEIVED, interaction))
                .isEqualTo(interaction == Interaction.SHARE ? new DocumentRefusal.NotStored() : null);
        assertThat(refusalToRead(stored.deleted("deletion"), interaction))
                .isEqualTo(bytes ? new DocumentRefusal.DocumentDeleted() : null);
    }

    @Test
    void shouldAskTheWorkerAgainOnceItIsDue() {
        // given
        DocumentState waiting = RECEIVED.waiting(WorkerWait.begin(EPOCH, SETTINGS));

        // when
        Decision<DocumentState> old = DocumentDecisions.driveAgain(version(waiting), EPOCH.plusSeconds(900), SETTINGS);

        // then
        assertThat(accepted(old).events()).extracting(NewEvent::type).containsExactly(EventType.DOCUMENT_RECEIVED);
        assertThat(accepted(old).events()).extracting(NewEvent::action).containsExactly(AuditAction.EXECUTE);
        assertThat(accepted(old).state().waiting()).isEqualTo(new WorkerWait(EPOCH, 1, EPOCH.plusSeconds(900 + 600)));
    }

    @Test
    void shouldAskTheWorkerForNothingThatIsNotReceivedOrNotDue() {
        // given
        DocumentState waiting = RECEIVED.waiting(WorkerWait.begin(EPOCH, SETTINGS));
        Instant late = EPOCH.plusSeconds(9_000);

        // then
        assertThat(DocumentDecisions.driveAgain(version(waiting), EPOCH.plusSeconds(299), SETTINGS))
                .isInstanceOf(Decision.Unchanged.class);
        assertThat(List.of(waiting.stored("name", "file"), waiting.failed("why"), waiting.deleted("deletion")))
                .allSatisfy(done -> {
                    assertThat(done.waiting()).isNull();
                    assertThat(DocumentDecisions.driveAgain(version(done), late, SETTINGS))
                            .isInstanceOf(Decision.Unchanged.class);
                });
    }

    @Test
    void shouldBeDeletedIfItWasDeletedAfterTheBackup() {
        // given
        NewEvent deleted = new NewEvent(EventType.DOCUMENT_DELETED, new DocumentDeleted("document", "patient", null));

        // when
        DocumentState restored = DocumentDecisions.restoration().known().apply(RECEIVED, LostEvents.of(deleted));

        // then
        assertThat(restored.isDeleted()).isTrue();
    }

    private static @Nullable Refusal refusalToRead(DocumentState state, Interaction interaction) {
        try {
            DocumentDecisions.requireReadable(state, interaction);
            return null;
        } catch (Refused refused) {
            return refused.refusal();
        }
    }

    private static Snapshot<DocumentState> version(DocumentState state) {
        return new Snapshot<>("document", 3, Instant.EPOCH, state);
    }

    private static DocumentProcessed storedReport() {
        return storedReport("file");
    }

    private static DocumentProcessed storedReport(String store) {
        return new DocumentProcessed(
                "document",
                "patient",
                ProcessingOutcome.STORED,
                null,
                "documents/patient/document",
                57L,
                ByteBuffer.wrap(DIGEST),
                store);
    }

    private static DocumentProcessed stored(String patientId, String objectName, long sizeBytes, byte[] sha256) {
        return new DocumentProcessed(
                "document",
                patientId,
                ProcessingOutcome.STORED,
                null,
                objectName,
                sizeBytes,
                ByteBuffer.wrap(sha256),
                "file");
    }

    private static DocumentProcessed failedReport() {
        return new DocumentProcessed(
                "document",
                "patient",
                ProcessingOutcome.FAILED,
                FailureReason.STAGED_BYTES_DAMAGED,
                null,
                0L,
                ByteBuffer.allocate(0),
                "");
    }

    @SuppressWarnings("unchecked")
    private static Decision.Accepted<DocumentState> accepted(Decision<DocumentState> decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return (Decision.Accepted<DocumentState>) decision;
    }
}
