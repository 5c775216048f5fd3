package org.healthpassport.api.record;

import java.time.Instant;
import org.healthpassport.aggregates.Decision;
import org.healthpassport.aggregates.Restoration;
import org.healthpassport.aggregates.Restoration.LostEvent;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.event.NewEvent;
import org.healthpassport.api.record.RecordCommand.Amend;
import org.healthpassport.api.record.RecordCommand.Annotate;
import org.healthpassport.api.record.RecordCommand.Delete;
import org.healthpassport.api.record.RecordCommand.Writing;
import org.healthpassport.edge.condition.IfMatch;
import org.healthpassport.events.EventType;
import org.healthpassport.events.record.RecordAmended;
import org.healthpassport.events.record.RecordAnnotated;
import org.healthpassport.events.record.RecordCreated;
import org.healthpassport.events.record.RecordDeleted;
import org.healthpassport.events.record.RecordHidden;
import org.healthpassport.events.record.RecordShown;

/** Decides on commands to a health record, from its head alone. */
public final class RecordDecisions {
    /** One version a day for 27 years; a client that amends in an endless loop shall not take all of a patient's room. */
    static final int VERSIONS_AT_MOST = 10_000;

    /** The head names them all. */
    static final int ANNOTATIONS_AT_MOST = 50;

    private RecordDecisions() {}

    static NewEvent created(String recordId, HealthRecordState state) {
        return new NewEvent(
                EventType.RECORD_CREATED,
                new RecordCreated(recordId, state.patientId(), state.type().fhirName(), 1L));
    }

    /** The time of the next version: now, or the time of the version before if that is later because clocks differ. */
    public static Instant timeOfNext(Snapshot<HealthRecordState> record, Instant now) {
        Instant last = record.state().lastUpdated();
        return now.isBefore(last) ? last : now;
    }

    /** The decision on a command, which can come again. */
    static Decision<HealthRecordState> decide(Snapshot<HealthRecordState> record, RecordCommand command) {
        if (command instanceof Writing writing) {
            return write(record, writing);
        }
        return command instanceof Annotate annotate
                ? annotate(record, annotate)
                : show(record, command instanceof RecordCommand.Hide);
    }

    private static Decision<HealthRecordState> annotate(Snapshot<HealthRecordState> record, Annotate command) {
        HealthRecordState state = record.state();
        if (state.annotated().commandIds().contains(command.commandId())) {
            return Decision.unchanged();
        }
        if (state.deleted()) {
            return Decision.refuse(new RecordRefusal.RecordDeleted());
        }
        if (state.annotated().count() >= ANNOTATIONS_AT_MOST) {
            return Decision.refuse(new RecordRefusal.TooManyAnnotations(ANNOTATIONS_AT_MOST));
        }
        HealthRecordState annotated = state.annotated(command.commandId(), command.bytes());
        long number = annotated.annotated().count();
        return Decision.accept(
                annotated,
                new NewEvent(
                        EventType.RECORD_ANNOTATED,
                        new RecordAnnotated(
                                record.id(), state.patientId(), state.type().fhirName(), number)));
    }

    /** The versions of a deleted record are for the patient's side and its organization, hidden or not. */
    private static Decision<HealthRecordState> show(Snapshot<HealthRecordState> record, boolean hidden) {
        HealthRecordState state = record.state();
        String type = state.type().fhirName();
        if (state.deleted()) {
            return Decision.refuse(new RecordRefusal.RecordDeleted());
        }
        if (state.hidden() == hidden) {
            return Decision.unchanged();
        }
        return Decision.accept(
                state.hidden(hidden),
                hidden
                        ? new NewEvent(EventType.RECORD_HIDDEN, new RecordHidden(record.id(), state.patientId(), type))
                        : new NewEvent(EventType.RECORD_SHOWN, new RecordShown(record.id(), state.patientId(), type)));
    }

    /**
     * Deleting a deleted record again changes nothing. To amend it restores it, if the condition names the deletion:
     * {@code *} is only true of a current representation (RFC 9110, 13.1.1).
     */
    private static Decision<HealthRecordState> write(Snapshot<HealthRecordState> record, Writing command) {
        boolean deleted = record.state().deleted();
        long number = record.state().number();
        if (deleted && command instanceof Delete) {
            return Decision.unchanged();
        }
        IfMatch condition = command.condition();
        if (!(deleted ? condition.names(number) : condition.allows(number))) {
            return Decision.refuse(new RecordRefusal.StaleRecord(number));
        }
        return command instanceof Amend amend ? amend(record, amend) : delete(record, command);
    }

    private static Decision<HealthRecordState> amend(Snapshot<HealthRecordState> record, Amend command) {
        HealthRecordState state = record.state();
        String type = state.type().fhirName();
        if (command.type() != state.type()) {
            return Decision.refuse(new RecordRefusal.OtherType(state.type()));
        }
        if (state.number() >= VERSIONS_AT_MOST) {
            return Decision.refuse(new RecordRefusal.TooManyVersions(VERSIONS_AT_MOST));
        }
        return Decision.accept(
                state.amended(command.keys(), command.version(), command.at()),
                new NewEvent(
                        EventType.RECORD_AMENDED,
                        new RecordAmended(record.id(), state.patientId(), type, state.number() + 1)));
    }

    /** Allowed whatever the number of versions. */
    private static Decision<HealthRecordState> delete(Snapshot<HealthRecordState> record, Writing command) {
        HealthRecordState state = record.state();
        return Decision.accept(
                state.deleted(command.version(), command.at()),
                new NewEvent(
                        EventType.RECORD_DELETED,
                        new RecordDeleted(
                                record.id(), state.patientId(), state.type().fhirName(), state.number() + 1)));
    }

    /**
     * The rules for a record when the store was restored from a backup. One that was deleted since is hidden: its deletion was
     * a version, which is lost, and whoever deleted it can do so again.
     */
    static Restoration<HealthRecordState> restoration() {
        return Restoration.of((restored, lost) -> {
            HealthRecordState state = restored;
            for (LostEvent event : lost.events()) {
                state = switch (event.type()) {
                    case RECORD_HIDDEN, RECORD_DELETED -> state.hidden(true);
                    case RECORD_SHOWN -> state.hidden(false);
                    default -> state;
                };
            }
            return state;
        });
    }
}
