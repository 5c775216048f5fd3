package org.healthpassport.api.identity.mail;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses the way by which mail is sent. */
@Configuration(proxyBeanMethods = false)
class MailConfiguration {
    private static final Logger log = LoggerFactory.getLogger(MailConfiguration.class);

    @Bean
    Outbox outbox(MailSettings settings) {
        Optional<MailCarrier> carrier = carrier(settings);
        if (carrier.isEmpty()) {
            log.warn(
                    "No mail is sent, so forgotten passwords cannot be reset; set HEALTHPASSPORT_SMTP_URL to change that");
        }
        return new Outbox(carrier);
    }

    private static Optional<MailCarrier> carrier(MailSettings settings) {
        String url = settings.smtpUrl();
        String from = settings.from();
        if (url != null && from != null) {
            return SmtpServer.parse(url).map(server -> new SmtpCarrier(server, from));
        }
        return settings.toLog() ? Optional.of(new LogCarrier()) : Optional.empty();
    }
}
