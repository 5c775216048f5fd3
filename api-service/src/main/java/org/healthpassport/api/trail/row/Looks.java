package org.healthpassport.api.trail.row;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.healthpassport.aggregates.stamp.DetailContent;
import org.healthpassport.api.access.Role;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.Topics;
import org.healthpassport.events.access.AccessDenied;
import org.healthpassport.events.access.DataRead;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.access.LinkOpened;
import org.healthpassport.events.access.PersonLookedUp;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.jspecify.annotations.Nullable;

/** Decides what an event tells of the request behind it. */
public final class Looks {
    /** The accesses that can be about a patient. */
    static final Set<EventType> ACCESSES =
            Set.of(EventType.DATA_READ, EventType.LINK_OPENED, EventType.ACCESS_DENIED, EventType.PERSON_LOOKED_UP);
    /** All events about patients themselves. */
    static final Set<EventType> CHANGES = EventType.on(Topics.PATIENT);

    private static final Set<String> ACCOUNTS =
            Arrays.stream(Role.values()).map(Role::name).collect(Collectors.toUnmodifiableSet());
    private static final String STRANGER = "ANONYMOUS";

    private Looks() {}

    /** The types of all events that tell of requests about patients. */
    public static Set<EventType> types() {
        return Stream.of(ACCESSES, CHANGES).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** The patient whom an event is about; empty if it is about none, or if it is work that a service does by itself. */
    static Optional<String> patientOf(Event event) {
        AuditStamp stamp = event.stamp();
        if (stamp == null || !isSomebody(stamp.getActorRole())) {
            return Optional.empty();
        }
        if (CHANGES.contains(event.type())) {
            return Optional.of(event.key());
        }
        return switch (event.type()) {
            case DATA_READ -> patient(event, DataRead.class, DataRead::getPatientId);
            case LINK_OPENED -> patient(event, LinkOpened.class, LinkOpened::getPatientId);
            case ACCESS_DENIED -> patient(event, AccessDenied.class, AccessDenied::getPatientId);
            case PERSON_LOOKED_UP -> patient(event, PersonLookedUp.class, PersonLookedUp::getPatientId);
            default -> Optional.empty();
        };
    }

    private static boolean isSomebody(String role) {
        return ACCOUNTS.contains(role) || role.equals(STRANGER);
    }

    private static <P extends SpecificRecord> Optional<String> patient(
            Event event, Class<P> payload, Function<P, @Nullable String> patientId) {
        return Optional.ofNullable(patientId.apply(event.payload(payload)));
    }

    /** The row of an event. */
    static TrailRow row(Event event, AuditStamp stamp, String patientId, DetailContent detail) {
        boolean stranger = stamp.getActorRole().equals(STRANGER);
        return new TrailRow(
                TrailRow.idOf(event, patientId),
                patientId,
                event.time(),
                new Look(
                        event.id(),
                        action(event, stamp),
                        detail.resourceType(),
                        detail.resourceId(),
                        stranger ? null : stamp.getActor(),
                        stranger ? null : stamp.getActorRole(),
                        stamp.getOrganization(),
                        detail.right(),
                        detail.consentId(),
                        detail.recipient(),
                        stamp.getPurpose(),
                        stamp.getOutcome()));
    }

    private static LookAction action(Event event, AuditStamp stamp) {
        if (event.type() == EventType.ACCESS_DENIED || stamp.getOutcome() != 0) {
            return LookAction.DENIED;
        }
        return switch (event.type()) {
            case LINK_OPENED, QR_CODE_OPENED -> LookAction.LINK_OPENED;
            case QR_CODE_REQUESTED, CONSENT_GRANTED, REPRESENTATIVE_INVITED, REPRESENTATIVE_ADDED -> LookAction.SHARE;
            case DATA_READ ->
                event.payload(DataRead.class).getInteraction() == Interaction.SHARE
                        ? LookAction.SHARE
                        : LookAction.READ;
            default -> action(stamp.getAction());
        };
    }

    private static LookAction action(AuditAction action) {
        return switch (action) {
            case CREATE -> LookAction.CREATE;
            case READ -> LookAction.READ;
            case DELETE -> LookAction.DELETE;
            case UPDATE, EXECUTE, UNKNOWN -> LookAction.UPDATE;
        };
    }
}
