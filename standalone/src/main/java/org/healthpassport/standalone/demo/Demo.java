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

/**
 * Fictional people to look at, made by a client of the running services: through the API, with real events and audit
 * entries. Whatever of it is there already is left alone, so a demo that was cut off is completed by the next start.
 *
 * <p>The demo has an administrator of its own, because a login with the first administrator's generated password would
 * use up the file in which the owner is to find it.
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

    /** The demo of a data folder, whose passwords are made and kept there the first time. */
    public static Demo in(Path dataFolder) {
        List<String> emails = Stream.concat(
                        DemoStaff.ALL.stream(), DemoPatient.ALL.stream().map(DemoPatient::email))
                .toList();
        try {
            return new Demo(dataFolder, DemoPasswords.in(dataFolder, emails), Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to keep the passwords of the demo, but it failed", e);
        }
    }

    /** Whether a demo was begun in this data folder; its accounts are there for ever. */
    public static boolean isIn(Path dataFolder) {
        return Files.exists(DemoPasswords.file(dataFolder));
    }

    /** The administrator whom the services have to make, as nobody else can. */
    public DemoAccount administrator() {
        return passwords.of(DemoStaff.ADMINISTRATOR);
    }

    /**
     * Makes what is missing, and returns when all of it is there.
     *
     * @param api where the API is
     * @return what a visitor has to know, passwords too
     * @throws DemoFailed when something that is there does not fit, or the services do not answer
     */
    public String prepare(URI api) throws InterruptedException {
        DemoClient anybody = DemoClient.of(api);
        try {
            new DemoStaff(anybody, passwords).prepare();
            String qrCode = "";
            for (DemoPatient person : DemoPatient.ALL) {
                DemoClient patient =
                        anybody.made(DemoStaff.REGISTRATION, passwords.of(person.email()), person.registration());
                DemoPassport passport = new DemoPassport(patient, clock);
                passport.addRecords(person.records());
                passport.addDocuments(person.documents());
                qrCode = person.equals(DemoPatient.ADA) ? passport.qrCode() : qrCode;
            }
            return text(qrCode);
        } catch (IOException e) {
            throw new DemoFailed("HEALTHPASSPORT_DEMO: the services did not answer; start again to complete it.", e);
        }
    }

    private String text(String qrCode) {
        return """

                This is a demo. Nobody below exists; never keep data of real patients beside them.

                %s
                  The QR code of %s leads to %s

                These passwords stay in %s.
                """.formatted(accounts(), DemoPatient.ADA.fullName(), qrCode, DemoPasswords.file(dataFolder));
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

    private String line(String who, String email) {
        return "  %-13s  %-30s  %s%n".formatted(who, email, passwords.of(email).password());
    }
}
