export { TourDialog } from './TourDialog.tsx'
