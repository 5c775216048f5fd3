package org.healthpassport.api.sharing.link;

import java.time.Clock;
import org.healthpassport.api.access.decision.PatientAccess;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.sharing.file.LinkFiles;
import org.healthpassport.api.sharing.limit.LinkLimits;
import org.healthpassport.api.sharing.passcode.Passcodes;
import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets recipients open links without a login. */
@Configuration(proxyBeanMethods = false)
class LinkConfiguration {
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
        return new OpeningLink(qrCodes, passcodes, files, access, accessLog, limits, clock);
    }
}
