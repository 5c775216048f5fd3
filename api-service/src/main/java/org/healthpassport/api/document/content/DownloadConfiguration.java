package org.healthpassport.api.document.content;

import java.time.Clock;
import org.healthpassport.api.keys.ServiceSecrets;
import org.healthpassport.api.web.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What signed links need. */
@Configuration(proxyBeanMethods = false)
class DownloadConfiguration {

    @Bean
    DownloadLinks downloadLinks(ServiceSecrets secrets, Clock clock) {
        return new DownloadLinks(secrets::downloadLinkKey, clock);
    }

    /** The token in the address is the permission. */
    @Bean
    OpenRoute downloads() {
        return OpenRoute.get("/api/downloads/{token}");
    }
}
