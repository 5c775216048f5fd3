package org.healthpassport.events;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.healthpassport.events.access.AccessRight;
import org.healthpassport.events.access.Attempt;
import org.healthpassport.events.access.DenialReason;
import org.healthpassport.events.access.Interaction;
import org.healthpassport.events.access.LoginFailure;
import org.healthpassport.events.account.PasswordProof;
import org.healthpassport.events.audit.AuditAction;
import org.healthpassport.events.audit.AuditStamp;
import org.healthpassport.events.consent.GranteeType;
import org.healthpassport.events.document.FailureReason;
import org.healthpassport.events.document.ProcessingOutcome;
import org.healthpassport.events.qrcode.DrawingOutcome;
import org.healthpassport.events.qrcode.QrCodeFailure;
import org.healthpassport.events.qrcode.QrCodeKind;
import org.healthpassport.events.secondfactor.RemovedBy;
import org.healthpassport.events.session.SessionEnd;
import org.jspecify.annotations.Nullable;

/**
 * Finds the class of a schema in a closed list. Avro would look for any class of that name on the class path and, since
 * 1.12.2, refuses those that a setting of the whole JVM does not name.
 */
final class PayloadModel extends SpecificData {
    static final PayloadModel INSTANCE = new PayloadModel();

    private final Map<String, Class<?>> classes = Stream.concat(
                    Arrays.stream(EventType.values()).map(EventType::payloadClass),
                    Stream.of(
                            AuditStamp.class,
                            AuditAction.class,
                            DenialReason.class,
                            DrawingOutcome.class,
                            FailureReason.class,
                            GranteeType.class,
                            AccessRight.class,
                            Attempt.class,
                            Interaction.class,
                            LoginFailure.class,
                            PasswordProof.class,
                            ProcessingOutcome.class,
                            QrCodeFailure.class,
                            QrCodeKind.class,
                            RemovedBy.class,
                            SessionEnd.class))
            .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

    private PayloadModel() {
        super(PayloadModel.class.getClassLoader());
    }

    @Override
    @SuppressWarnings("rawtypes") // declared so by Avro
    public @Nullable Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> classes.get(schema.getFullName());
            default -> super.getClass(schema);
        };
    }
}
