package org.healthpassport.api.sharing.link;

import java.util.List;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.file.LinkFile;

/** What a link gave when it was opened. */
record OpenedLink(HealthLink link, List<LinkFile> files) {}
