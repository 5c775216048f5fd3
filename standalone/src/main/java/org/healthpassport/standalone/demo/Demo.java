package org.healthpassport.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthpassport.standalone.demo.DemoStaff.Clinic;

/**
 * Fictional people with data. A client of the running services creates them through the API, with real events and audit
 * entries. It skips everything that exists already, so the next start completes an interrupted demo.
 *
 * <p>The demo has an administrator of its own. A login of the first administrator would delete the file in which the owner
 * finds the generated password.
 */
public final class Demo {
    private final Path dataFolder;
    private final DemoPasswords passwords;
    private final Clock clock;

    private Demo(Path dataFolder, DemoPasswords passwords, Clock clock) {
        this.dataFolder = dataFolder;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** The demo of a data folder; the first call generates its passwords and stores them there. */
    public static Demo in(Path dataFolder) {
        List<String> emails = Stream.concat(
                        DemoStaff.ALL.stream(), DemoPatient.ALL.stream().map(DemoPatient::email))
                .toList();
        try {
            return new Demo(dataFolder, DemoPasswords.in(dataFolder, emails), Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to store the passwords of the demo, but it failed", e);
        }
    }

    /** True if a demo was started in this data folder; its accounts stay for ever. */
    public static boolean isIn(Path dataFolder) {
        return Files.exists(DemoPasswords.file(dataFolder));
    }

    /** The administrator, whom {@code api-service} creates at its start because no client can. */
    public DemoAccount administrator() {
        return passwords.of(DemoStaff.ADMINISTRATOR);
    }

    /**
     * Creates everything that is missing and returns when the demo is complete.
     *
     * @param api the address of the API
     * @return the text for visitors, including passwords
     * @throws DemoFailed if an existing account does not fit, or the services do not answer
     */
    public String prepare(URI api) throws InterruptedException {
        DemoClient anonymous = DemoClient.anonymous(api);
        try {
            Clinic clinic = new DemoStaff(anonymous, passwords).prepare();
            String address = "";
            for (DemoPatient person : DemoPatient.ALL) {
                DemoClient patient = anonymous.createAccount(
                        DemoStaff.REGISTRATION, passwords.of(person.email()), person.registration());
                String patientId = patient.get("/api/me").get("patientId").asString();
                DemoPassport passport = new DemoPassport(patient, patientId, clock);
                passport.addRecords(person.records());
                passport.addDocuments(person.documents());
                DemoCare care = new DemoCare(clinic, patient, patientId);
                if (person.equals(DemoPatient.ADA)) {
                    address = passport.qrCodeAddress();
                    care.consent();
                    care.visit();
                    care.emergency();
                } else if (person.equals(DemoPatient.BEN)) {
                    care.consent();
                    new DemoChild(patient, clock).prepare();
                }
            }
            return text(address);
        } catch (IOException e) {
            throw new DemoFailed(
                    "HEALTHPASSPORT_DEMO: the services did not answer. Start again to complete the demo.", e);
        }
    }

    private String text(String address) {
        return """

            This is a demo. The people below are fictional; never keep data of real patients beside them.

            %s
              The QR code of %s leads to %s

            The doctor may read the passport of %s, by consent. %s gave such a consent and revoked it; then the
            doctor took emergency access for an hour, which the hospital reviewed; all of it is in the list of accesses.
            %s also keeps the passport of %s, a child without a login.

            These passwords stay in %s.
            """.formatted(
                        accounts(),
                        DemoPatient.ADA.fullName(),
                        address,
                        DemoPatient.BEN.fullName(),
                        DemoPatient.ADA.fullName(),
                        DemoPatient.BEN.fullName(),
                        DemoChild.GIVEN,
                        DemoPasswords.file(dataFolder));
    }

    private String accounts() {
        Stream<String> staff = Stream.of(
                line("Administrator", DemoStaff.ADMINISTRATOR),
                line("Auditor", DemoStaff.AUDITOR),
                line("Hospital", DemoStaff.HOSPITAL),
                line("Doctor", DemoStaff.DOCTOR));
        Stream<String> patients = DemoPatient.ALL.stream().map(patient -> line("Patient", patient.email()));
        return Stream.concat(staff, patients).collect(Collectors.joining());
    }

    private String line(String role, String email) {
        return "  %-13s  %-30s  %s%n".formatted(role, email, passwords.of(email).password());
    }
}
