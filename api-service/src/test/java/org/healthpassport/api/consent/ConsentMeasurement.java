package org.healthpassport.api.consent;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.ApiUnderTest.SignedIn;
import org.healthpassport.api.access.Caller;
import org.healthpassport.api.access.Role;
import org.healthpassport.api.access.decision.AccessScope;
import org.healthpassport.api.access.decision.DataRequest;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.identity.Members;
import org.healthpassport.api.identity.Members.Member;
import org.healthpassport.events.consent.GranteeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Prints the CPU time of a decision by consent, beyond that of a patient about their own data, with 10,000 consents in the
 * store. The store and the recording of the access are in the same process, and are counted.
 *
 * <p>Run it by {@code mvn -pl api-service -am test -Dtest=ConsentMeasurement -Dsurefire.failIfNoSpecifiedTests=false}; it is
 * no part of {@code verify}.
 */
class ConsentMeasurement {
    private static final int PATIENTS = 20;
    private static final int CONSENTS_OF_EACH = 500;
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 15;
    private static final int DECISIONS = 2_000;
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @Test
    void shouldPrintTheCpuTimeOfADecision() {
        Members members = new Members(api);
        Member doctor = members.doctor(members.hospital());
        SignedIn patient = api.newPatient();
        new ConsentUnderTest(api).granted(patient, ConsentUnderTest.toDoctor(doctor, "RECORDS_READ"));
        seed(patient);
        Caller owner = new Caller(patient.accountId(), Role.PATIENT, patient.patientId());
        Caller grantee = new Caller(doctor.accountId(), Role.DOCTOR, null, doctor.hospitalId());

        double[] added = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double own = microsOf(owner, patient.patientId());
            double byConsent = microsOf(grantee, patient.patientId());
            if (round >= 0) {
                added[round] = byConsent - own;
            }
        }
        Arrays.sort(added);
        System.out.printf(
                "Microseconds of CPU that a decision by consent adds, %d consents in the store: median %.0f, most %.0f%n",
                PATIENTS * CONSENTS_OF_EACH, added[ROUNDS / 2], added[ROUNDS - 1]);
    }

    /** The patient of the measurement is one of those who gave many. */
    private static void seed(SignedIn patient) {
        for (int i = 0; i < PATIENTS; i++) {
            String patientId = i == 0 ? patient.patientId() : api.newPatient().patientId();
            Flux.range(0, CONSENTS_OF_EACH)
                    .flatMap(
                            consent -> api.bean(Consents.class)
                                    .grant(
                                            api.bean(Ids.class).next(),
                                            ConsentState.granted(
                                                    patientId,
                                                    new Grantee(
                                                            GranteeType.DOCTOR,
                                                            UUID.randomUUID().toString()),
                                                    Set.of(ConsentScope.RECORDS_READ),
                                                    null,
                                                    Instant.now())),
                            AT_ONCE)
                    .then()
                    .block(PATIENCE);
        }
    }

    private double microsOf(Caller caller, String patientId) {
        PatientAccess access = api.bean(PatientAccess.class);
        DataRequest request = DataRequest.list(AccessScope.RECORDS_READ, patientId, "RECORD");
        long before = system.getProcessCpuTime();
        Flux.range(0, DECISIONS)
                .flatMap(
                        i -> access.read(caller, request, grant -> Mono.just("data"))
                                .contextWrite(caller.actor()::into),
                        AT_ONCE)
                .then()
                .block(PATIENCE);
        return (system.getProcessCpuTime() - before) / 1e3 / DECISIONS;
    }
}
