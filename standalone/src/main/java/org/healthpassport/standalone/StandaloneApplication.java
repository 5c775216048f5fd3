package org.healthpassport.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthpassport.bus.start.KnownSettings;
import org.healthpassport.standalone.demo.Demo;
import org.healthpassport.standalone.demo.DemoFailed;
import org.healthpassport.standalone.failure.StartFailed;
import org.healthpassport.standalone.network.Addresses;
import org.healthpassport.standalone.output.Welcome;
import org.healthpassport.standalone.service.SettingsOfServices;
import org.healthpassport.standalone.settings.StandaloneSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs Health Passport as one process, for trials, development and small single machines. */
public final class StandaloneApplication {
    private static final Logger log = LoggerFactory.getLogger(StandaloneApplication.class);

    /** {@code EX_IOERR} of {@code sysexits.h}: the embedded broker could not write. */
    private static final int BROKER_HALTED = 74;

    /** A system property; true for a trial start, of which the JVM records the classes. */
    private static final String STOP_WHEN_STARTED = "healthpassport.stop-when-started";

    private static volatile int exitCode;

    private StandaloneApplication() {}

    public static void main(String[] arguments) throws InterruptedException {
        ParentWatch.begin();
        try {
            StandaloneSettings settings = settings(System.getenv());
            HealthPassport passport =
                    new HealthPassport(settings, System.out::println, StandaloneApplication::endWithoutBroker);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(passport), "stop"));
            Addresses addresses = passport.start();
            String demo = settings.demo() ? Demo.in(settings.dataFolder()).prepare(addresses.api()) : null;
            System.out.println(new Welcome(settings, addresses, demo).text());
            if (Boolean.getBoolean(STOP_WHEN_STARTED)) {
                System.exit(exitCode);
            }
        } catch (StartFailed e) {
            e.reasons().forEach(System.err::println);
            fail();
        } catch (DemoFailed e) {
            System.err.println(e.getMessage());
            fail();
        } catch (RuntimeException e) {
            // Without an exit, threads of other parts would keep the process alive.
            log.error("Health Passport failed to start", e);
            fail();
        }
    }

    /** @throws StartFailed with every error in the settings of this process and of all its services */
    static StandaloneSettings settings(Map<String, String> environment) {
        KnownSettings.warnOfOthers(environment.keySet(), List.of());
        List<String> reasons = new ArrayList<>();
        StandaloneSettings settings = null;
        try {
            settings = StandaloneSettings.from(environment);
        } catch (StartFailed e) {
            reasons.addAll(e.reasons());
        }
        reasons.addAll(SettingsOfServices.reasons(environment));
        if (settings == null || !reasons.isEmpty()) {
            throw new StartFailed(reasons);
        }
        return settings;
    }

    private static void fail() {
        exitCode = 1;
        System.exit(exitCode);
    }

    private static void endWithoutBroker(String why) {
        log.error(why);
        exitCode = BROKER_HALTED;
        System.exit(exitCode);
    }

    private static void stop(HealthPassport passport) {
        int code = exitCode;
        passport.close();
        // Without halt, a JVM that was stopped by a signal exits with 130 or 143, which looks like a failure.
        Runtime.getRuntime().halt(code);
    }
}
