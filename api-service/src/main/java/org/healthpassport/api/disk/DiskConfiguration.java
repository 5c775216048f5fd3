package org.healthpassport.api.disk;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.healthpassport.vault.space.DiskLimits;
import org.healthpassport.vault.space.FreeSpace;
import org.healthpassport.vault.space.LocalDisks;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The watched disks: those of the parts that are declared as beans, and those that the launcher names. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DiskSettings.class)
class DiskConfiguration {

    @Bean
    LocalDisks localDisks(
            DiskSettings settings,
            ObjectProvider<WatchedPart> parts,
            ObjectProvider<FreeSpace> freeSpace,
            Clock clock) {
        Map<String, Path> folders = new HashMap<>(settings.local());
        parts.forEach(part -> folders.put(part.name(), part.folder()));
        return new LocalDisks(
                folders,
                new DiskLimits(settings.lowPercent(), settings.lowBytes().toBytes()),
                freeSpace.getIfAvailable(() -> FreeSpace.OF_THE_FILE_SYSTEM),
                clock);
    }
}
