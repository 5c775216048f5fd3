package org.healthpassport.standalone;

import org.healthpassport.standalone.demo.Demo;
import org.healthpassport.standalone.demo.DemoFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Health Passport as one process, for trying, developing and small single machines. */
public final class StandaloneApplication {
    private static final Logger log = LoggerFactory.getLogger(StandaloneApplication.class);

    /** As {@code sysexits.h} has it for an error while writing: the embedded broker could not go on. */
    private static final int BROKER_HALTED = 74;

    private static volatile int exitCode;

    private StandaloneApplication() {}

    public static void main(String[] arguments) throws InterruptedException {
        ParentWatch.begin();
        try {
            StandaloneSettings settings = StandaloneSettings.from(System.getenv());
            HealthPassport passport =
                    new HealthPassport(settings, System.out::println, StandaloneApplication::endWithoutBroker);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(passport), "stop"));
            Addresses addresses = passport.start();
            String demo = settings.demo() ? Demo.in(settings.dataFolder()).prepare(addresses.api()) : null;
            System.out.println(new Welcome(settings, addresses, demo).text());
        } catch (CannotStart e) {
            e.reasons().forEach(System.err::println);
            fail();
        } catch (DemoFailed e) {
            System.err.println(e.getMessage());
            fail();
        } catch (RuntimeException e) {
            // Threads of other parts would keep a process alive that serves nobody.
            log.error("Health Passport failed to start", e);
            fail();
        }
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
        // Without it, a JVM that was stopped by a signal reports 130 or 143, which looks like a failure.
        Runtime.getRuntime().halt(code);
    }
}
