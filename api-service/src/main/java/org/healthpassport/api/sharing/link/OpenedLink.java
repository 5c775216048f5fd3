package org.healthpassport.api.sharing.link;

import java.util.List;
import org.healthpassport.api.sharing.HealthLink;
import org.healthpassport.api.sharing.file.LinkFile;

/** The files of a link that was opened. */
record OpenedLink(HealthLink link, List<LinkFile> files) {}
