package org.healthpassport.aggregates.stamp;

import org.healthpassport.aggregates.key.AuditKeyRing;
import org.healthpassport.aggregates.key.AuditKeys;
import org.healthpassport.events.Event;
import org.healthpassport.events.PayloadBytes;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.vault.audit.SealedDetail;
import org.healthpassport.vault.key.SealBroken;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** Opens the details that this service has sealed into the stamps of events about patients. */
@Component
public final class StampedDetails {
    private final AuditKeyRing auditKeys;

    public StampedDetails(AuditKeyRing auditKeys) {
        this.auditKeys = auditKeys;
    }

    /**
     * The detail of an event about a patient.
     *
     * @return empty if there is no such patient; fails with {@link StampForged} if the stamp is not one of this event, this
     *     request and this patient, and with {@link SealBroken} if the keys of the patient cannot be unwrapped
     */
    public Mono<DetailContent> open(Event event, AuditStamp stamp, String patientId) {
        return auditKeys.of(patientId).map(keys -> open(event, stamp, patientId, keys));
    }

    private static DetailContent open(Event event, AuditStamp stamp, String patientId, AuditKeys keys) {
        if (!keys.pseudonym().equals(stamp.getPatient()) || !keys.pseudonym().equals(stamp.getKeyId())) {
            throw new StampForged("Expected the stamp of a patient's event to name the patient, but it does not", null);
        }
        DetailContent detail = opened(event, stamp, keys);
        if (!patientId.equals(detail.patientId()) || !event.correlationId().equals(detail.requestId())) {
            throw new StampForged("Expected a detail of this patient and this request, but it is another one", null);
        }
        return detail;
    }

    private static DetailContent opened(Event event, AuditStamp stamp, AuditKeys keys) {
        SealedDetail sealed =
                new SealedDetail(PayloadBytes.of(stamp.getSealedDetail()), PayloadBytes.of(stamp.getCommitment()));
        try {
            return DetailContent.of(sealed.open(keys.keys(), event.id()));
        } catch (SealBroken broken) {
            throw new StampForged("Expected a detail that was sealed for this event, but it was not", broken);
        } catch (JacksonException notOurs) { // its message quotes the detail
            throw new StampForged("Expected a detail in this service's format, but it is not", null);
        }
    }
}
