package org.healthpassport.api.goqr;

import org.healthpassport.edge.security.OpenRoute;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Lets everybody draw and read QR codes. Both run on their own threads, so that they do not slow down other requests.
 */
@Configuration(proxyBeanMethods = false)
class GoqrConfiguration {
    /** Only work that has a slot gets here; a cancelled one can still be running when the next one comes. */
    private static final int WAITING = 20;

    @Bean(destroyMethod = "dispose")
    Scheduler drawingScheduler() {
        return Schedulers.newBoundedElastic(1, WAITING, "qr-drawing");
    }

    @Bean(destroyMethod = "dispose")
    Scheduler readingScheduler() {
        return Schedulers.newBoundedElastic(1, WAITING, "qr-reading");
    }

    @Bean
    OpenRoute drawingByAddress() {
        return OpenRoute.get(DrawingController.PATH + "/**");
    }

    @Bean
    OpenRoute drawingByForm() {
        return OpenRoute.post(DrawingController.PATH + "/**");
    }

    @Bean
    OpenRoute readingByAddress() {
        return OpenRoute.get(ReadingController.PATH + "/**");
    }

    @Bean
    OpenRoute readingByForm() {
        return OpenRoute.post(ReadingController.PATH + "/**");
    }
}
