package org.healthpassport.api.identity.account;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.healthpassport.api.ApiUnderTest;
import org.healthpassport.api.identity.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/**
 * Prints the CPU time of a look at the account of a request: at its sealed state, and at its standing. Service and store
 * are one process; medians of rounds that alternate.
 *
 * <p>Run it by {@code mvn -pl api-service -am test -Dtest=AccountCostMeasurement -Dsurefire.failIfNoSpecifiedTests=false};
 * it is no part of {@code verify}.
 */
class AccountCostMeasurement {
    private static final int ROUNDS = 15;
    private static final int OF_STATE = 100;
    private static final int OF_STANDING = 100_000;

    @RegisterExtension
    static final ApiUnderTest api = new ApiUnderTest();

    @Test
    void shouldPrintTheCostOfStateAndStanding() {
        Members members = new Members(api);
        String accountId = members.doctor(members.hospital()).accountId();
        Accounts accounts = api.bean(Accounts.class);
        long[] state = new long[ROUNDS];
        long[] standing = new long[ROUNDS];
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            long ofState = repeat(OF_STATE, () -> accounts.find(accountId));
            long ofStanding = repeat(OF_STANDING, () -> accounts.standing(accountId));
            if (round >= 0) {
                state[round] = ofState;
                standing[round] = ofStanding;
            }
        }
        System.out.printf(
                "CPU of a look at an account: %,d ns at its state, %,d ns at its standing%n",
                median(state), median(standing));
    }

    private static long repeat(int times, Supplier<Mono<?>> look) {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = process.getProcessCpuTime();
        for (int i = 0; i < times; i++) {
            look.get().block(Duration.ofSeconds(30));
        }
        return (process.getProcessCpuTime() - before) / times;
    }

    private static long median(long... values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
