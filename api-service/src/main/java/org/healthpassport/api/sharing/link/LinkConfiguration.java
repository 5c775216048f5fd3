package org.healthpassport.api.sharing.link;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import org.healthpassport.api.access.log.AccessLog;
import org.healthpassport.api.document.content.ShareableDocuments;
import org.healthpassport.api.keys.ServiceSecrets;
import org.healthpassport.api.sharing.LinkSecrets;
import org.healthpassport.api.sharing.LinkTexts;
import org.healthpassport.api.sharing.QrCodes;
import org.healthpassport.api.sharing.fhir.ChosenRecords;
import org.healthpassport.api.sharing.fhir.PatientSummary;
import org.healthpassport.api.web.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The stranger's side of links: open routes, and how often they can be asked. */
@Configuration(proxyBeanMethods = false)
class LinkConfiguration {
    private static final int WAITING_FOR_A_LINK = 100;

    @Bean
    OpenRoute manifests() {
        return OpenRoute.post("/shl/{token}");
    }

    /** Also for what is no route, which is answered as such and not by asking for a login. */
    @Bean
    OpenRoute linkFiles() {
        return OpenRoute.get("/shl/**");
    }

    @Bean
    FileTokens fileTokens(ServiceSecrets secrets, Clock clock) {
        return new FileTokens(secrets::linkFileKey, clock);
    }

    @Bean
    LinkFiles filesOfLinks(
            PatientSummary summary,
            ChosenRecords records,
            ShareableDocuments documents,
            LinkTexts texts,
            FileTokens tokens,
            Clock clock) {
        return new LinkFiles(summary, records, documents, texts, tokens, clock);
    }

    @Bean
    Sealing sealing() {
        return new Sealing();
    }

    @Bean
    LinkLimits linkLimits() {
        return new LinkLimits(Ticker.systemTicker());
    }

    @Bean
    OpeningLink openingLink(
            QrCodes qrCodes,
            LinkSecrets secrets,
            LinkFiles files,
            AccessLog accessLog,
            LinkLimits limits,
            Clock clock) {
        return new OpeningLink(qrCodes, secrets, files, accessLog, limits, new Turns(WAITING_FOR_A_LINK), clock);
    }
}
