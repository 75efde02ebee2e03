export { type FileAnswer, type FileRequest, FilesOrigin } from './files-origin.ts'
