/** How whoever reads it can call this program: by its name where it is installed, by npm in the source. */
import path from 'node:path'

const installed = 'megachat-relay'

export const programName = path.basename(process.argv[1] ?? '', '.js') === installed ? installed : 'npm run relay --'
