package org.healthpassport.api.sharing.link;

import java.time.Clock;
import java.time.Duration;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.sharing.file.LinkFiles;
import org.healthpassport.api.sharing.limit.LinkLimits;
import org.healthpassport.api.sharing.limit.WorkQueues;
import org.healthpassport.api.sharing.passcode.Passcodes;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets recipients open links without a login. */
@Configuration(proxyBeanMethods = false)
class LinkConfiguration {
    private static final int WAITING_FOR_A_LINK = 100;

    @Bean
    OpenRoute manifests() {
        return OpenRoute.post("/shl/{token}");
    }

    @Bean
    OpeningLink openingLink(
            QrCodes qrCodes,
            Passcodes passcodes,
            LinkFiles files,
            PatientAccess access,
            AccessLog accessLog,
            LinkLimits limits,
            Clock clock) {
        WorkQueues queues = new WorkQueues(1, WAITING_FOR_A_LINK, LinkConfiguration::tooMany);
        return new OpeningLink(qrCodes, passcodes, files, access, accessLog, limits, queues, clock);
    }

    private static Problem tooMany() {
        return Problem.of(
                        ProblemType.TOO_MANY_REQUESTS,
                        "Too many requests open this link at the same time. Please wait, then try again.")
                .retryAfter(Duration.ofSeconds(2));
    }
}
